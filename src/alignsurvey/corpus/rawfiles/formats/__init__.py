"""One module a survey file format, found by looking: `SUFFIXES`, `read` and, where that is quicker, `names`."""
