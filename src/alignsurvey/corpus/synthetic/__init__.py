"""Made-up people and talk with planted personal data."""
