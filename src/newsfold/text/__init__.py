"""Characters, words, sentences and dates of natural language. Pure: tables come as arguments."""
