"""Optional: a language model phrases what edit selected, checked against the sources."""
