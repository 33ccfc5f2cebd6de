"""Inside a paragraph: what was inserted, glued on or doubled, and its repair."""
