"""A codebook and raw files into respondents with profile, weight and answers."""
