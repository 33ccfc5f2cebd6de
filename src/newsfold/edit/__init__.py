"""Articles -> Stories: which belong together, what is printed of them, in what order. Pure."""
