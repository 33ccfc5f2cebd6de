"""The whole walk, through the commands that a user types."""
