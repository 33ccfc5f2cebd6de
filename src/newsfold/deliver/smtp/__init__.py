"""One relay: the conversation in SMTP or LMTP, its connections, and the pool that feeds them."""
