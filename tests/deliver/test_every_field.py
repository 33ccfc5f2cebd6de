"""Whatever text stands in whatever field: it is printed as it is, or refused with a reason."""

from __future__ import annotations

import email
import re
from collections import Counter
from dataclasses import dataclass
from email.headerregistry import AddressHeader
from email.message import EmailMessage
from email.policy import SMTP
from functools import lru_cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from newsfold.deliver import message, unsubscribe
from newsfold.errors import ConfigError
from newsfold.render import budget, issue, pictures, plain, shown
from tests.render import hostile, places, reading
from tests.render.places import Mailing

SECRET = b"s" * 32
# A setting that is no such thing, and an address that mail cannot take: the fields that may be
# refused, as docs/mail.md lists them. All others take any text.
REFUSABLE = {
    "newsletter.slug", "newsletter.title", "newsletter.sender", "newsletter.sender_name",
    "newsletter.reply_to", "newsletter.unsubscribe_mailto", "newsletter.language",
    "newsletter.timezone", "newsletter.sections.title", "newsletter.theme.body_face",
    "newsletter.theme.light.ink", "site.base_url", "reader.email",
}  # fmt: skip
REFUSALS = (ValidationError, ConfigError, ValueError)
# Fields that are cut at so many characters, with '…'; in all others texts come out whole.
CUT = {
    "issue.title": shown.MAX_TITLE,
    "issue.note": shown.MAX_NOTE,
    "newsletter.reason": shown.MAX_FOOT,
    "site.postal_address": shown.MAX_FOOT,
    "picture.credit": pictures.MAX_CREDIT,
}
OPTIONAL = {"Reply-To", "List-Unsubscribe-Post", "List-Archive", "Feedback-ID"}
MAX_LINE = 998  # octets: RFC 5322 2.1.1
SHORT = 1_500  # characters that never move a story
PARAGRAPHS = {"issue.note", "site.postal_address"}  # each line of the text is one
FIRST, LAST = "Qxa", "Zxq"  # stand before and behind a text, to find it again


def _mail(mailing: Mailing) -> bytes:
    told, newsletter, site, reader = (
        mailing.issue,
        mailing.newsletter,
        mailing.site,
        mailing.reader,
    )
    language = newsletter.language_for(reader.language)
    rendered = issue.render(told, newsletter, site, language=language)
    links = unsubscribe.links(site, newsletter, reader.email, SECRET)
    compiled = message.compiled(told, rendered, newsletter, site)
    return compiled.to(reader.email, reader.name, links).content


def _sent(place: str, text: str) -> bytes | None:
    """The mail with the text in that field; None where the field refuses it, and may."""
    try:
        return _mail(places.EVERY[place](text))
    except REFUSALS as refusal:
        assert place in REFUSABLE, f"{place} refused {text[:60]!r}: {refusal}"
        assert str(refusal)
        return None


def _read(mail: bytes) -> EmailMessage:
    assert mail.isascii()
    assert max(map(len, mail.split(b"\r\n"))) <= MAX_LINE
    parsed = email.message_from_bytes(mail, policy=SMTP)
    assert isinstance(parsed, EmailMessage)
    assert [defect for part in parsed.walk() for defect in part.defects] == []
    return parsed


def _part(parsed: EmailMessage, kind: str) -> str:
    body = parsed.get_body((kind,))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


@lru_cache(maxsize=64)
def _usual(place: str) -> bytes:
    """The mail as it is without anything odd in that field."""
    try:
        usual = places.URL if place.endswith(".url") else places.HARMLESS
        return _mail(places.EVERY[place](usual))
    except REFUSALS:
        return _mail(Mailing())


@dataclass(frozen=True, slots=True)
class Shape:
    """What a mail is made of: names of headers, elements and how often, names of attributes."""

    headers: tuple[str, ...]
    elements: Counter[str]
    attributes: frozenset[str]


def _shape(parsed: EmailMessage) -> Shape:
    tree = reading.tree(_part(parsed, "html"))
    nodes = [node for node in tree.iter() if isinstance(node.tag, str)]
    return Shape(
        tuple(name for name, _ in parsed.items()),
        Counter(str(node.tag) for node in nodes),
        frozenset(str(name) for node in nodes for name in node.attrib),
    )


@lru_cache(maxsize=64)
def _usual_shape(place: str) -> Shape:
    return _shape(_read(_usual(place)))


def _addresses(parsed: EmailMessage, name: str) -> list[str]:
    header = parsed[name]
    assert isinstance(header, AddressHeader)
    return [address.addr_spec for address in header.addresses]


def _is_whole(place: str, text: str, parsed: EmailMessage) -> None:
    """The mail has no header, address, element or link that its fields do not give."""
    assert [len(_addresses(parsed, name)) for name in ("From", "To")] == [1, 1]
    _adds_nothing(_shape(parsed), _usual_shape(place), short=len(text) < SHORT)
    page = _part(parsed, "html")
    assert len(page.encode()) <= budget.MAX_HTML
    assert all("Unsubscribe" in _part(parsed, kind) for kind in ("html", "plain"))
    for _, target in reading.links(page):
        assert re.fullmatch(r"(?:https?://|mailto:)[!-~]+", target)


def _adds_nothing(mine: Shape, usual: Shape, *, short: bool) -> None:
    """No header, kind of element or attribute that the usual mail lacks, and no more of them.

    Some settings bring or take OPTIONAL headers. More paragraphs, their links and a linked title
    may come; long texts move stories into lines.
    """
    assert len(set(mine.headers)) == len(mine.headers)
    assert [h for h in mine.headers if h not in OPTIONAL] == [
        h for h in usual.headers if h not in OPTIONAL
    ]
    assert set(mine.elements) <= set(usual.elements)
    if short:
        more = {tag for tag, count in mine.elements.items() if count > usual.elements[tag]}
        assert more <= {"a", "p"}
    assert mine.attributes <= usual.attributes | {"lang", "dir", "class"}


@pytest.mark.parametrize("place", places.EVERY)
def test_a_mail_stays_whole(place: str) -> None:
    """No text of the corpus adds a header, an address, an element or a link, or breaks a mail."""
    sent = 0
    for text in (*hostile.STRINGS.values(), *hostile.EXTREME.values(), *hostile.URLS):
        mail = _sent(place, text)
        if mail is not None and mail != _usual(place):
            _is_whole(place, text, _read(mail))
        sent += mail is not None
    assert sent > 0 or place in REFUSABLE


@pytest.mark.parametrize("place", places.PRINTED)
def test_a_text_is_printed_as_it_is(place: str) -> None:
    """In both parts the text is what it was, less what is invisible, and nothing else."""
    for text in hostile.STRINGS.values():
        _is_printed(place, text)


def _is_printed(place: str, text: str) -> EmailMessage:
    """What stands between two known words is the text, wherever the mail prints it."""
    mail = _sent(place, f"{FIRST} {text} {LAST}")
    assert mail is not None
    parsed = _read(mail)
    lines = plain.paragraphs(text, size=SHORT) if place in PARAGRAPHS else [plain.line(text)]
    wanted = " ".join(lines)
    if len(wanted) > CUT.get(place, SHORT) - len(FIRST + LAST) - 2:
        return parsed
    # A text of several lines is several paragraphs, parted by dots in the footer.
    parting = "·" if place in PARAGRAPHS else " "
    shown = _between(" ".join(reading.words(_part(parsed, "html"))))
    parts = {" ".join(text.replace(parting, " ").split()) for text in (*shown, wanted)}
    assert shown and len(parts) == 1
    # In the text part a long word is broken.
    shown = _between(_part(parsed, "plain"))
    assert {"".join(between.split()) for between in shown} == {"".join(wanted.split())}
    return parsed


def _between(said: str) -> list[str]:
    return re.findall(rf"{FIRST}(.*?){LAST}", said, re.DOTALL)


PIECES = st.lists(
    st.one_of(
        st.sampled_from([t for t in hostile.STRINGS.values() if len(t) < 200]),
        st.text(max_size=30),
    ),
    max_size=5,
).map(" ".join)


@given(st.sampled_from(sorted(places.PRINTED)), PIECES)
@settings(max_examples=60)
def test_any_text_in_any_printed_field(place: str, text: str) -> None:
    """Whatever Unicode and whatever tricks in a row, both parts print it and the mail is whole."""
    _is_whole(place, text, _is_printed(place, text))


@given(st.sampled_from(sorted(places.HIDDEN)), PIECES)
@settings(max_examples=60)
def test_any_text_in_any_other_field(place: str, text: str) -> None:
    """What is not printed adds nothing, or is refused where it may be."""
    mail = _sent(place, text)
    if mail is not None:
        _is_whole(place, text, _read(mail))
