#!/usr/bin/env python3
"""Pictures for the README: the sample issue as readers get it, and the preview that shows it.

    python -m tools.screenshots docs/images

writes issue-desktop.png, issue-phone.png (in the dark) and preview.png. Needs Debian's chromium;
nothing is fetched from the network but from the preview on this machine.
"""

from __future__ import annotations

import argparse
import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Page, expect, sync_playwright

from newsfold import resources
from tools import chromium

AT = "2026-03-12T17:00:00Z"  # the day that the sample articles tell of
# Name -> path on the preview, CSS pixels, and how many image pixels each takes (a phone's screen
# is finer).
PICTURES = {
    "issue-desktop": ("mail?mode=light", 800, 1080, 1.0),
    "issue-phone": ("mail?mode=dark", 375, 720, 1.75),
    "preview": ("", 1280, 860, 1.0),
}


@contextmanager
def previewed() -> Iterator[str]:
    """The address of a preview of the sample issue, as long as it is needed."""
    command = [sys.executable, "-m", "newsfold", "preview", "--json", "--port", "0"]
    asked = [*command, "--source", str(resources.seeds()), "--at", AT]
    with (
        TemporaryDirectory() as folder,
        subprocess.Popen(asked, cwd=folder, stdout=subprocess.PIPE, text=True) as process,
    ):
        assert process.stdout is not None
        try:
            yield json.loads(process.stdout.readline())["url"]
        finally:
            process.send_signal(signal.SIGINT)


def shoot(browser: Browser, name: str, address: str, out: Path) -> Path:
    """The path of one picture."""
    path, width, height, scale = PICTURES[name]
    context = browser.new_context(
        viewport={"width": width, "height": height}, device_scale_factor=scale
    )
    page = context.new_page()
    page.goto(address + path)
    if not path:
        _chosen(page)
    target = out / f"{name}.png"
    page.screenshot(path=target)
    context.close()
    return target


def _chosen(page: Page) -> None:
    """The preview with a phone in it, once it has all that it asks for."""
    page.get_by_label("Phone").check()
    page.frame_locator("iframe").locator("h1").wait_for()
    expect(page.locator("#size")).not_to_be_empty()  # the policy allows no string as a script
    page.wait_for_load_state("load")


def main() -> None:
    """Take every picture and print its path."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("out", type=Path, help="the folder for the pictures")
    out = parser.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    with previewed() as address, sync_playwright() as playwright:
        browser = chromium.launch(playwright)
        for name in PICTURES:
            print(shoot(browser, name, address, out))
        browser.close()


if __name__ == "__main__":
    main()
