"""The clean room: one gathered document -> an article, or the reason why it is none. Pure."""
