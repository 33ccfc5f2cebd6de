"""Whether a generated sentence says what the sentences that it cites say. Pure."""
