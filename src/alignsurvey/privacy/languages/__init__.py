"""What each language needs: names, places, patterns and word lists, one folder a language."""
