"""The commands, their help and their documentation."""
