"""What has a shape in Chinese talk, a kind a module: `RULES` of each."""
