"""The tests: they mirror src/newsfold; house/ keeps the rules of the house itself."""
