"""Files as everything here reads and writes them: whole or not at all, strictly read, faults in one line."""
