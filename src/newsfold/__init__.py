"""newsfold: gathered news articles become a daily digest, mailed to a list its owner keeps."""

__version__ = "0.1.0"
