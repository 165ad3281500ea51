"""The authors' published evaluation scripts, faults included."""
