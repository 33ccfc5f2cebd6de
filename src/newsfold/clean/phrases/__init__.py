"""Words as a page uses them: junk phrases, names, labels, where a sentence opens."""
