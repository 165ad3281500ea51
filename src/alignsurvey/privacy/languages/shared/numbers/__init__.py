"""Numbers, accounts and links that mean the same wherever people live, a kind a module."""
