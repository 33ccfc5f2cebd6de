"""Live blogs: how they are known, their posts, their own markup."""
