"""What has a shape in English talk, a kind a module: `RULES` of each."""
