"""Pages of this machine's own: the preview of an issue."""
