"""The measurements' own promises."""
