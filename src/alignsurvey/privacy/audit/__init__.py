"""Look through what would be published."""
