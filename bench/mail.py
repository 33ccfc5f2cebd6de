"""Every figure that a mail is measured by, over all sample issues and themes, as one table.

    python -m bench.mail --checks FOLDER --npm FOLDER/node_modules [--issues ten fifty]

`--checks` is a folder with check_headers.py, lint_caniemail.py, spam.py and axe.mjs; `--npm` one
with axe-core, caniemail, mjml 4, playwright-core and vnu-jar. Debian's chromium, nodejs,
default-jre-headless, spamassassin and rspamd are used where they are; lint_caniemail.py needs
tinycss2. What is not there is said and left out; each figure is that of the worst page. Exit code 1
when a figure that was measured misses its goal.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from pathlib import Path

from bench import mail_browser, mail_pages, mail_tools
from bench.mail_pages import Figure, Page
from bench.mail_tools import Tools
from newsfold.deliver import message, unsubscribe
from newsfold.render import budget, issue, theme
from tests.render import editions, samples

SIZES = {"ten": 20_000, "fifty": 60_000}  # issue -> bytes of HTML at most
RENDER_MS = 20
MAILS_A_SECOND = 8_000
ROUNDS = 31  # renders; an odd number has a median that was measured
READERS = 20_000


def main() -> int:
    """Measure and print. The exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--checks", type=Path, help="folder of the checkers")
    parser.add_argument("--npm", type=Path, help="a node_modules folder")
    parser.add_argument("--issues", nargs="+", choices=editions.ALL, default=list(editions.ALL))
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        pages = mail_pages.all_of(chosen.issues, Path(folder))
        print(f"{len(pages)} pages: {', '.join(chosen.issues)}; in {', '.join(theme.THEMES)}\n")
        met = [_told(figure) for figure in figures(pages, Tools(chosen.checks, chosen.npm))]
    return 0 if all(met) else 1


def figures(pages: list[Page], tools: Tools) -> list[Figure]:
    """All figures, those that take no time first."""
    return [
        *sizes(pages),
        rendering(),
        building(),
        *_in_browser(pages, tools),
        mail_tools.emc(tools, pages),
        *mail_tools.caniemail(tools, pages),
        mail_tools.headers(tools, pages),
        mail_tools.validity(tools, pages),
        *mail_tools.spam(tools, pages),
    ]


def _in_browser(pages: list[Page], tools: Tools) -> list[Figure]:
    with mail_browser.running() as browser:
        if browser is None:
            return [mail_pages.missing("what a browser shows", "needs Debian's chromium")]
        return [
            mail_browser.overflow(browser, pages),
            mail_browser.order(browser, pages),
            mail_browser.accessibility(browser, pages, tools.npm),
            mail_browser.pixels(browser, pages, _official(pages, tools)),
        ]


def _official(pages: list[Page], tools: Tools) -> dict[str, str]:
    """Each page as npm's compiler makes it; empty without one."""
    if not mail_tools.has_official(tools):
        return {}
    with mail_pages.compiled_by(lambda source: mail_tools.official(tools, source)):
        return {page.name: mail_pages.html_of(*page.name.split(", ")) for page in pages}


def sizes(pages: list[Page]) -> list[Figure]:
    """Bytes of HTML of the largest page of each kind."""
    largest: dict[str, int] = {}
    for page in pages:
        largest[page.issue] = max(largest.get(page.issue, 0), len(page.html.encode()))
    return [
        mail_pages.at_most(
            f"bytes of HTML, {name}", SIZES.get(name, budget.MAX_HTML), size, f"{size:,}"
        )
        for name, size in largest.items()
    ]


def rendering() -> Figure:
    """Milliseconds of one core for the whole render of fifty stories, HTML and text."""
    told, newsletter = editions.ALL["fifty"]
    times: list[float] = []
    for _ in range(ROUNDS):
        start = time.process_time()
        issue.render(told, newsletter, samples.SITE)
        times.append(1000 * (time.process_time() - start))
    median = statistics.median(times)
    found = f"{median:.1f}, best {min(times):.1f}"
    return mail_pages.at_most("render of 50 stories, median, ms of CPU", RENDER_MS, median, found)


def building() -> Figure:
    """Mails a second that one core builds from one compiled message, their links included."""
    told, newsletter = editions.ALL["fifty"]
    done = issue.render(told, newsletter, samples.SITE)
    compiled = message.compiled(told, done, newsletter, samples.SITE)
    readers = [f"reader{n}@example.org" for n in range(READERS)]
    start = time.process_time()
    for reader in readers:
        links = unsubscribe.links(samples.SITE, newsletter, reader, mail_pages.SECRET)
        compiled.to(reader, "Ann Lowe", links)
    rate = READERS / (time.process_time() - start)
    return mail_pages.at_least("mails built a second of CPU", MAILS_A_SECOND, rate, f"{rate:,.0f}")


def _told(figure: Figure) -> bool:
    """Print a row. False where the goal was missed."""
    mark = {True: "ok", False: "MISSED", None: "-"}[figure.met]
    print(f"{mark:7}{figure.what:64}{figure.goal:18}{figure.found}", flush=True)
    return figure.met is not False


if __name__ == "__main__":
    sys.exit(main())
