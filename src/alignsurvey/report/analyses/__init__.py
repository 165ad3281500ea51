"""What scored runs show: paired tests, groups of respondents, spread, calibration."""
