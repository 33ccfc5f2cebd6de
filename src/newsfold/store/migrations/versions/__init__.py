"""The revisions. A shipped one is never changed: the next change is the next file."""
