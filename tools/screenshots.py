#!/usr/bin/env python3
"""Pictures of an issue as a desktop and a phone show it.

    tools/screenshots.py OUT/issue.html docs/images

writes issue-desktop.png (1024 px wide) and issue-phone.png (375 px), each with a `-dark` twin.
`--full` takes the whole page instead of its first screen. Needs Debian's chromium; nothing is
fetched from the network.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from playwright.sync_api import Browser, Route, sync_playwright

CHROMIUM = "/usr/bin/chromium"
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# Name -> CSS pixels, and how many image pixels each takes (a phone's screen is finer).
DEVICES = {"desktop": (1024, 1280, 1.0), "phone": (375, 812, 2.0)}
MODES = {"light": "", "dark": "-dark"}


def shoot(browser: Browser, html: str, out: Path, *, device: str, mode: str, full: bool) -> Path:
    """The path of one picture."""
    width, height, scale = DEVICES[device]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        device_scale_factor=scale,
        color_scheme="dark" if mode == "dark" else "light",
        java_script_enabled=False,
    )
    page = context.new_page()
    page.route("**/*", _refused)
    page.set_content(html)
    path = out / f"issue-{device}{MODES[mode]}.png"
    page.screenshot(path=path, full_page=full)
    context.close()
    return path


def _refused(route: Route) -> None:
    route.abort()


def main() -> None:
    """Take every picture and print its path."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("html", type=Path, help="an issue.html of `digest preview --out DIR`")
    parser.add_argument("out", type=Path, help="the folder for the pictures")
    parser.add_argument("--full", action="store_true", help="the whole page")
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    html = asked.html.read_text(encoding="utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        for device in DEVICES:
            for mode in MODES:
                print(shoot(browser, html, asked.out, device=device, mode=mode, full=asked.full))
        browser.close()


if __name__ == "__main__":
    main()
