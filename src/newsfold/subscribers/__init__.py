"""Subscriber lists as files."""
