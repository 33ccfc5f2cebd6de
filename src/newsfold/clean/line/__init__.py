"""One line of a dump: its text, its signs, its byline, its times, its label."""
