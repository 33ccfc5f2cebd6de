"""Which sentences are printed: the summary and the key events."""
