"""A page's markup: its texts in order, which are the article's, what its data state."""
