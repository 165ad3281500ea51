"""Find personal data in text: Presidio engines, models and recognisers."""
