"""Tables of scores, and figures that others reported."""
