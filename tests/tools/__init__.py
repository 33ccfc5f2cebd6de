"""The tools that make the package's data."""
