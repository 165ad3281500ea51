"""Raw survey files into one table of codes, labels and missing codes."""
