"""Sources become documents. What cannot be read becomes a failure and never stops a run."""
