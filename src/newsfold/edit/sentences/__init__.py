"""What a sentence is worth to an editor: fit to print, dated, a statement, a headline."""
