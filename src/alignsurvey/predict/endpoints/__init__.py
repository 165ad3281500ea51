"""What all that talks to OpenAI-compatible endpoints shares."""
