"""What other programs say of the mails: checkers, validators, spam filters, npm's MJML compiler."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench import mail_pages
from bench.mail_browser import COUNTED, NOT_FOR_MAIL
from bench.mail_pages import Figure, Page, missing

TIMEOUT_S = 600
TRIES = 4
Score = tuple[float, str]  # and the page that has it
# Written on purpose: Outlook for Windows and old Apple Mail read nothing else.
NAMED_ERRORS = re.compile(r"“xmlns:[vo]”|“mso-[\w-]+”|“supported-color-schemes”")
# rspamd's rules that ask the DNS, which a mail without a network cannot pass.
ASKS_DNS = re.compile(r"HFILTER_|RDNS_|.*_DNSFAIL$|.*TEMPFAIL$|.*_FAIL$|DMARC_|R_SPF|R_DKIM|ARC_")
# Of check_headers.py: it looks for the English word, which mails in other languages do not have.
ENGLISH_ONLY = "unsubscribe is visible in html and text"
MJML = """const compile = require('mjml'); let source = '';
process.stdin.on('data', part => source += part).on('end', () => {
  const {html, errors} = compile(source, {fonts: {}, validationLevel: 'soft'});
  process.stdout.write(JSON.stringify({html, errors: errors.map(e => e.formattedMessage)})); });"""


@dataclass(frozen=True, slots=True)
class Tools:
    """Where the programs are. `checks`: folder of the checkers; `npm`: a node_modules."""

    checks: Path | None
    npm: Path | None

    def checker(self, name: str) -> Path | None:
        """One of the checkers, where it is there."""
        file = self.checks / name if self.checks else None
        return file if file and file.exists() else None

    def package(self, *parts: str) -> Path | None:
        """A file of an npm package, where it is there."""
        file = self.npm.joinpath(*parts) if self.npm else None
        return file if file and file.exists() else None


def official(tools: Tools, source: str) -> str:
    """The HTML that npm's mjml makes of the source. Raises: SystemExit for any complaint of it."""
    done = subprocess.run(
        ["node", "-e", MJML],
        input=source,
        env={**os.environ, "NODE_PATH": str(tools.npm)},
        capture_output=True,
        text=True,
        check=True,
        timeout=TIMEOUT_S,
    )
    answer = json.loads(done.stdout)
    if answer["errors"]:
        raise SystemExit(f"npm mjml: {answer['errors'][0]}")
    return str(answer["html"])


def has_official(tools: Tools) -> bool:
    """Whether npm's mjml can be asked."""
    return bool(tools.package("mjml", "package.json") and shutil.which("node"))


def emc(tools: Tools, pages: list[Page]) -> Figure:
    """The Email Markup Consortium's rules and axe-core's at two more widths."""
    what = "axe and Email Markup Consortium, 375 and 700 px, light and dark"
    script = tools.checker("axe.mjs")
    if not (script and tools.package("axe-core") and tools.package("playwright-core")):
        return missing(what, "needs axe.mjs (--checks), npm axe-core and playwright-core (--npm)")
    faults: list[str] = []
    for page in pages:
        faults += [
            f"{row['impact']} {row['id']} ({page.name}: {row['eg']})"
            for row in _json("node", script, page.page, "--json", NM=str(tools.npm))["rows"]
            if row["impact"] in COUNTED and row["id"] not in NOT_FOR_MAIL
        ]
    return mail_pages.none(what, faults)


def caniemail(tools: Tools, pages: list[Page]) -> list[Figure]:
    """How well clients support what the pages use: the lowest score of any page."""
    script = tools.checker("lint_caniemail.py")
    data = tools.package("caniemail", "data", "caniemail.json")
    if not (script and data):
        return [missing("caniemail", "needs lint_caniemail.py (--checks), npm caniemail (--npm)")]
    core, outlook = list[Score](), list[Score]()
    for page in pages:
        said = _json(sys.executable, script, page.page, "--data", data, "--json")
        core.append((said["score_core"], page.name))
        outlook.append((said["per_client"]["outlook.windows"]["core"], page.name))
    return [
        mail_pages.at_least("caniemail, core", 90.5, min(core)[0], _told(min(core))),
        mail_pages.at_least(
            "caniemail, Outlook for Windows", 74, min(outlook)[0], _told(min(outlook))
        ),
    ]


def headers(tools: Tools, pages: list[Page]) -> Figure:
    """What a mail breaks of the mail standards' and the big providers' MUST and SHOULD."""
    what = "header checker, MUST and SHOULD, unsigned"
    script = tools.checker("check_headers.py")
    if not script:
        return missing(what, "needs check_headers.py (--checks)")
    faults: list[str] = []
    for page in pages:
        faults += [
            f"{level} {rule} ({page.name}: {note})"
            for level, rule, _, note in _json(
                sys.executable, script, page.mail, "--unsigned", "--json"
            )["failed"]
            if level in ("MUST", "SHOULD") and not (rule == ENGLISH_ONLY and page.language != "en")
        ]
    return mail_pages.none(what, faults)


def spam(tools: Tools, pages: list[Page]) -> list[Figure]:
    """The worst points of SpamAssassin's local rules and of rspamd's rules that need no DNS."""
    script = tools.checker("spam.py")
    if not script:
        return [missing("SpamAssassin and rspamd", "needs spam.py (--checks)")]
    assassin, rspamd = list[Score](), list[Score]()
    for page in pages:
        said = _spam(script, page.mail)
        for scores, answer in ((assassin, said["spamassassin"]), (rspamd, said["rspamd"])):
            if isinstance(answer, dict) and "error" not in answer:
                scores.append((_points(answer), page.name))
    return [
        mail_pages.at_most(what, goal, max(scores)[0], _told(max(scores)))
        if len(scores) == len(pages)
        else missing(what, f"no answer for {len(pages) - len(scores)} of {len(pages)} mails")
        for what, goal, scores in (
            ("SpamAssassin, local rules", -1.0, assassin),
            ("rspamd, rules that need no DNS", 0.0, rspamd),
        )
    ]


def _spam(script: Path, mail: Path) -> Any:
    """Both filters' answers; asked again where rspamd's last process still held the port."""
    for _ in range(TRIES):
        said = _json(sys.executable, script, mail, "--json")
        if "error" not in said["rspamd"]:
            break
        time.sleep(1)
    return said


def _points(answer: Mapping[str, Any]) -> float:
    """Points of a filter's rules but for those that ask the DNS, as the filters round them."""
    rules = answer.get("symbols") or answer["rules"]
    return round(sum(float(v) for rule, v in rules.items() if not ASKS_DNS.match(rule)), 1)


def validity(tools: Tools, pages: list[Page]) -> Figure:
    """Errors of the Nu HTML checker beside those that are made on purpose."""
    what = "Nu HTML checker, errors but for Outlook's own"
    jar = tools.package("vnu-jar", "build", "dist", "vnu.jar")
    if not (jar and shutil.which("java")):
        return missing(what, "needs java and npm vnu-jar (--npm)")
    command = ("java", "-Xss4m", "-jar", jar, "--format", "json", "--exit-zero-always", "--stdout")
    messages = _json(*command, *(page.page for page in pages))["messages"]
    errors = (m["message"] for m in messages if m["type"] == "error")
    return mail_pages.none(what, (text for text in errors if not NAMED_ERRORS.search(text)))


def _told(score: Score) -> str:
    return f"{score[0]} ({score[1]})"


def _json(*command: str | Path, **environment: str) -> Any:
    """What a program prints, which is JSON whatever it thinks of the mail."""
    done = subprocess.run(
        command,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=TIMEOUT_S,
    )
    try:
        return json.loads(done.stdout)
    except ValueError as error:
        said = done.stderr.strip().splitlines() or ["nothing"]
        raise SystemExit(f"{command[1]} printed no JSON; it said: {said[-1]}") from error
