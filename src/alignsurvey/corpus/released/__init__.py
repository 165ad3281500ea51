"""Records that somebody else has released: read as they are, their prompts kept, their defects reported.

What a file looks like is in the records.yaml of its corpus: which file holds which config, and a regular expression
whose named parts are what a prompt shows. Everything outside those parts is kept as it is in the file.
"""
