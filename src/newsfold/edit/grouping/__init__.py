"""Which articles tell the same event, and which are copies of each other."""
