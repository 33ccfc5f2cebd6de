"""RenderedIssue + Subscriber -> Message -> outbox or SMTP -> Receipt."""
