"""Debian's Chromium as every measurement and test starts it: headless, and asking for nothing."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, Playwright

PATH = Path("/usr/bin/chromium")
_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def launch(playwright: Playwright) -> Browser:
    """A new browser. Raises: playwright's Error where Debian's package is not installed."""
    return playwright.chromium.launch(executable_path=PATH, args=list(_FLAGS))
