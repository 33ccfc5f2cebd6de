"""The largest and oddest documents: a clear outcome, in bounded memory and time."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from newsfold.model import Article, Media, Reason
from tests.clean.papers import BODY, HEADLINE, LEAD, SECOND, THIRD, answer, article, dump
from tests.walk.conftest import command, environment

LIMIT_S = 300  # to end a child that hangs; the slowest takes 10 s of a free core
# Loaded, the room and its libraries take 150 MB; a document's text is held some ten times over.
MAX_MB = 1200

# Each is a Python expression for the bytes, built in the child: the parent stays small.
TEXTS = {
    "100 MB in a line": "b'The ferry stays in port. ' * 4_000_000",
    "100 MB without a space": "b'a' * 100_000_000",
    "1,000,000 lines": "b'a b\\n' * 1_000_000",
    "1,000,000 sentences": "b'The ferry stays in port until its bolt comes.\\n\\n' * 1_000_000",
    "NUL bytes": "b'The ferry\\x00 stays in port.\\n' * 400_000",
    "nothing but NUL": "bytes(20_000_000)",
    "mixed encodings": "('Fähre über Nacht.\\n' * 50_000).encode() + "
    "('Fähre über Nacht.\\n' * 50_000).encode('cp1252') + "
    "('Fähre über Nacht.\\n' * 50_000).encode('utf-16-le')",
    "lone surrogates": "('Die F\\ud800hre bleibt. ' * 100_000).encode('utf-8', 'surrogatepass')",
}
MARKUP = {
    "20,000 nested tags": "b'<div>' * 20_000 + b'<p>Deep.</p>' + b'</div>' * 20_000",
    "20,000 nested inline tags": "b'<b><i>' * 10_000 + b'Deep.'",
    "entities within entities": "b'<!DOCTYPE html [<!ENTITY a0 \"lol\">' + b''.join("
    "b'<!ENTITY a%d \"%s\">' % (n, b'&a%d;' % (n - 1) * 10) for n in range(1, 12)) + "
    "b']><html><body><p>&a11;</p></body></html>'",
    "a million entities": "b'<p>' + b'&amp;&#8364;&notanentity;' * 400_000 + b'</p>'",
    "2,000,000 open tags": "b'<p>' * 2_000_000",
    "doctypes": "b'<!DOCTYPE x [' * 300_000",
    "3,000 equal texts": "b'<article>' + "
    "b'<p>The bolt came to the ferry today.</p><button>Share</button>' * 3_000 + b'</article>'",
}
CHILD = """
import resource, sys
from newsfold import tables
from newsfold.clean import document
from newsfold.model import Document, Media, Rejected
body = {expression}
own = len(body)
found = document.read(Document("test", "a.txt", Media({media!r}), body), tables.load())
reason = found.reason.value if isinstance(found, Rejected) else "article"
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(reason, peak * (1 if sys.platform == "darwin" else 1024) - own)
"""


@pytest.mark.parametrize(
    ("name", "media"),
    [(name, Media.TEXT) for name in TEXTS]
    + [(name, media) for name in MARKUP for media in (Media.HTML, Media.ENTRY)],
)
def test_a_large_document_has_an_outcome(name: str, media: Media) -> None:
    """An article or a reason of its own comes back, and the memory beside the bytes is bounded."""
    code = CHILD.format(expression={**TEXTS, **MARKUP}[name], media=media.value)
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=LIMIT_S, check=False
    )
    assert done.returncode == 0, done.stderr
    outcome, peak = done.stdout.split()
    assert outcome in {"article", *Reason} and outcome != Reason.FAILED
    assert int(peak) < MAX_MB * 1_000_000


# ---------------------------------------------------------------- the outcome is the right one

PLACES = tuple(a + b for a in ("Salt", "Var", "Lind", "Mar") for b in ("mere", "holt", "haven"))
THINGS = (
    "library harbour theatre mill bridge school market station museum quay ferry tower garden hall "
    "chapel crane lido"
).split()
TEASERS = [
    (
        f"{place} council votes to close its {thing} next spring",
        f"The {thing} has stood in {place} since the town was built on the bay.",
    )
    for place in PLACES
    for thing in THINGS
][:200]
JUNK = (
    "Home", "Search", "Log in", "Subscribe", "Cookie settings", "Accept all", "Related articles",
    "Advertisement", "Share", "Facebook", "All rights reserved", "12 comments",
)  # fmt: skip


def test_a_page_of_only_junk_is_refused() -> None:
    """However much furniture there is, none of it becomes an article."""
    for lines in (JUNK, JUNK * 50):
        found = answer(dump(*lines))
        assert not isinstance(found, Article)
        assert found.reason in {Reason.TOO_SHORT, Reason.NOT_PROSE, Reason.COOKIE_WALL}


def test_a_list_of_200_teasers_is_an_index() -> None:
    """As a dump and as a page, a list of other articles says that it is one."""
    found = answer("\n\n".join(f"{head}\n\n{text}" for head, text in TEASERS))
    assert getattr(found, "reason", None) is Reason.INDEX_PAGE
    items = "".join(f"<div><h2>{head}</h2><p>{text}</p></div>" for head, text in TEASERS)
    page = answer(f"<html><body><main>{items}</main></body></html>", Media.HTML)
    assert getattr(page, "reason", None) is Reason.INDEX_PAGE


def test_nothing_to_drop_keeps_everything() -> None:
    """Three hundred sentences and no furniture: each line stays, in order, with nothing removed."""
    lines = [f"{text} That was report {n}." for n in range(100) for text in (LEAD, SECOND, THIRD)]
    found = article(dump(*lines))
    assert found.paragraphs == tuple(lines)
    assert found.removed == ()


def test_nul_bytes_do_not_cut_a_text() -> None:
    """What stands behind a NUL is read, and the NUL is gone."""
    text = dump(HEADLINE, *BODY)
    assert article(text.replace(" ", " \x00")).paragraphs == BODY


def test_mixed_encodings_keep_the_readable_part() -> None:
    """One paragraph in another encoding costs its letters, not the article."""
    text = dump(HEADLINE, *BODY).encode() + "\n\nDie Brücke bleibt zu, sagte er.".encode("cp1252")
    found = article(text)
    assert set(BODY) <= set(found.paragraphs)


# ---------------------------------------------------------------- through the command


def cleaned(folder: Path, name: str, body: bytes, exits: int) -> dict[str, object]:
    """What `digest clean FILE --json` says of a file with that content."""
    (folder / name).write_bytes(body)
    done = subprocess.run(
        command("clean", folder / name, "--json"),
        cwd=folder, env=environment(), capture_output=True, text=True, timeout=LIMIT_S, check=False,
    )  # fmt: skip
    assert done.returncode == exits, done.stdout + done.stderr
    assert done.stderr == ""
    (line,) = done.stdout.splitlines()
    told: dict[str, object] = json.loads(line)
    return told


@pytest.mark.parametrize(
    ("name", "body", "reason", "exits"),
    [
        ("line.txt", b"word " * 20_000_000, "too-large", 1),
        ("lines.txt", b"a b\n" * 1_000_000, "not-prose", 0),
        ("nul.txt", bytes(100_000), "empty", 0),
        ("deep.html", b"<div>" * 20_000 + b"<p>Deep.</p>", "too-deep", 0),
        ("junk.txt", "\n\n".join(JUNK).encode(), "cookie-wall", 0),
        (
            "bomb.xml",
            b'<!DOCTYPE rss [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;">]><rss><channel>'
            b"<title>&b;</title></channel></rss>",
            "entities",
            1,
        ),
        ("bomb.html", b'<!DOCTYPE html [<!ENTITY a "lol">]><p>&a;&a;</p>', "too-short", 0),
    ],
)
def test_the_command_tells_the_outcome(
    tmp_path: Path, name: str, body: bytes, reason: str, exits: int
) -> None:
    """Each has its code and a sentence; only what could not be read at all exits with 1."""
    told = cleaned(tmp_path, name, body, exits)
    assert told["reason"] == reason
    assert told["detail"]
