"""What stands in front of an article: its headline, its authors, its date."""
