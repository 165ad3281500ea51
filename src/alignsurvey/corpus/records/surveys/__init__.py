"""Respondents of surveys as tables, profiles and records: column by column, because there may be millions."""
