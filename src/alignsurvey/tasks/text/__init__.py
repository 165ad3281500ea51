"""Words, layout and window that the configs share."""
