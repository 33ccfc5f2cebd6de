"""Issue -> RenderedIssue: the HTML and the text of one variant, from one view of the issue."""
