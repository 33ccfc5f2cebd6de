"""web.checks: each check finds what it is for, and the built-in mail passes them."""

from __future__ import annotations

import pytest

from newsfold.config import Config
from newsfold.web import checks
from newsfold.web.checks import Level
from newsfold.web.proof import Proof
from tests.render import samples

HEAD = (
    b"From: a@example.org\r\nTo: b@example.org\r\nDate: Thu, 12 Mar 2026 07:00:00 +0000\r\n"
    b"Message-ID: <a@example.org>\r\nSubject: x\r\nMIME-Version: 1.0\r\n"
    b"List-Unsubscribe: <https://example.org/u/1>\r\n"
    b"List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"
)
MAIL = HEAD + b"Content-Type: text/plain\r\n\r\nHello\r\n"


def _found(page: str, mail: bytes = MAIL) -> list[tuple[str, Level, str]]:
    return [(f.area, f.level, f.what) for f in checks.findings(page, mail)]


def test_a_good_mail_passes() -> None:
    """Nothing is said of a plain page in a complete mail."""
    assert _found("<p>x</p>") == []


def test_the_sample_mail_has_no_error_and_no_warning() -> None:
    """What newsfold itself makes passes its own checks."""
    proof = Proof(samples.issue(), samples.NEWSLETTER, Config(site=samples.SITE))
    copy = proof.copy()
    found = checks.findings(copy.html, copy.mail)
    assert [f for f in found if f.level is not Level.REMARK] == []


@pytest.mark.parametrize(
    ("page", "area", "level", "says"),
    [
        ('<a href="#end">x</a>', "links", Level.ERROR, "nowhere"),
        ('<a href="javascript:x()">x</a>', "links", Level.ERROR, "only web and mail"),
        ('<a href="https://example.org/"></a>', "links", Level.ERROR, "no text"),
        ("<a href>x</a>", "links", Level.ERROR, "leads nowhere"),
        ('<a href="http://example.org/">x</a>', "links", Level.REMARK, "without encryption"),
        (
            '<a href="https://example.org/1">x</a><a href="https://example.org/2">X</a>',
            "links",
            Level.WARNING,
            "2 different pages",
        ),
        ('<img src="a.png" width="1" height="1">', "pictures", Level.ERROR, "no alt"),
        ('<img src="a.png" alt="x">', "pictures", Level.WARNING, "no size"),
        (
            f'<img src="a" alt="{"x" * 200}" width="1" height="1">',
            "pictures",
            Level.WARNING,
            "200 letters",
        ),
        (
            '<div style="background:#ffffff"><p style="color:#aaaaaa">x</p></div>',
            "colours",
            Level.ERROR,
            "contrast of 2.3",
        ),
        ('<p style="position:fixed">x</p>', "clients", Level.WARNING, "position"),
        ("x" * 96_000, "size", Level.WARNING, "over the budget"),
        ("x" * 103_000, "size", Level.ERROR, "cuts the mail off"),
    ],
)
def test_a_fault_on_the_page_is_found(page: str, area: str, level: Level, says: str) -> None:
    """Each with its area, how much it matters, and what it is."""
    assert any(
        (found[0], found[1]) == (area, level) and says in found[2]
        for found in _found(f"<div>{page}</div>")
    )


@pytest.mark.parametrize(
    ("mail", "area", "level", "says"),
    [
        (MAIL.replace(b"Date:", b"X-Date:"), "headers", Level.ERROR, "Date stands there 0 times"),
        (HEAD + MAIL, "headers", Level.ERROR, "From stands there 2 times"),
        (MAIL.replace(b"https://", b"mailto:"), "headers", Level.WARNING, "RFC 8058"),
        (MAIL.replace(b"Unsubscribe-Post:", b"X:"), "headers", Level.ERROR, "Post is missing"),
        (MAIL.replace(b"Subject: x", b"Subject: " + b"x" * 80), "headers", Level.REMARK, "longer"),
        (MAIL.replace(b"Subject: x", b"Subject: \xc3\xa4"), "headers", Level.ERROR, "plain ASCII"),
        (MAIL.replace(b"Hello", b""), "text", Level.ERROR, "no text part"),
        (MAIL.replace(b"Hello", b"{{ name }}"), "text", Level.WARNING, "'{{'"),
        (MAIL.replace(b"Hello", b"x" * 1_200), "size", Level.ERROR, "1,200 octets"),
    ],
)
def test_a_fault_in_the_mail_is_found(mail: bytes, area: str, level: Level, says: str) -> None:
    """Headers, the text part, the length of lines."""
    assert any(
        (found[0], found[1]) == (area, level) and says in found[2]
        for found in _found("<p>x</p>", mail)
    )
