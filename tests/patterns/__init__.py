"""No regular expression of the package may take more than linear time."""
