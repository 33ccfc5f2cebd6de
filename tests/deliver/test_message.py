"""deliver.message: one mail per reader, the same bytes every time, nothing added by a value."""

from __future__ import annotations

import email
import html
import re
from dataclasses import replace
from email.headerregistry import AddressHeader, DateHeader
from email.message import EmailMessage
from email.policy import SMTP

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsfold.config import Newsletter, Site
from newsfold.deliver import message, unsubscribe
from newsfold.deliver.message import CompiledMessage
from newsfold.errors import ConfigError
from newsfold.model import InlinePicture, Issue, RenderedIssue
from newsfold.render import issue as render
from newsfold.render import plain
from tests.render import golden, hostile, reading, samples

SECRET = b"s" * 32
READER = "ann@example.org"
WITH_WEB = [
    "From",
    "To",
    "Message-ID",
    "List-Unsubscribe",
    "List-Unsubscribe-Post",
    "Subject",
    "Date",
    "List-Id",
    "Precedence",
    "List-Archive",
    "Feedback-ID",
    "MIME-Version",
    "Content-Type",
]


def _compiled(
    told: Issue, newsletter: Newsletter = samples.NEWSLETTER, site: Site = samples.SITE
) -> tuple[RenderedIssue, CompiledMessage]:
    rendered = render.render(told, newsletter, site)
    return rendered, message.compiled(told, rendered, newsletter, site)


def _mail(
    told: Issue,
    *,
    to: str = READER,
    name: str = "Ann Lowe",
    newsletter: Newsletter = samples.NEWSLETTER,
    site: Site = samples.SITE,
) -> bytes:
    links = unsubscribe.links(site, newsletter, to, SECRET)
    return _compiled(told, newsletter, site)[1].to(to, name, links).content


def _read(mail: bytes) -> EmailMessage:
    """The mail as Python's own parser reads it. Fails when the parser finds a defect."""
    parsed = email.message_from_bytes(mail, policy=SMTP)
    assert isinstance(parsed, EmailMessage)
    assert [defect for part in parsed.walk() for defect in part.defects] == []
    return parsed


def _part(mail: bytes, kind: str) -> str:
    body = _read(mail).get_body((kind,))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def test_mail_is_what_was_approved() -> None:
    """The sample issue's mail is the golden file, header by header."""
    mail = _mail(samples.issue())
    assert mail == golden.kept("issue.eml", mail)
    parsed = _read(mail)
    assert parsed.keys() == WITH_WEB
    assert parsed["From"] == "The Harbour Post <post@harbour.example>"
    assert parsed["To"] == "Ann Lowe <ann@example.org>"
    assert parsed["Subject"] == samples.bridge().headline
    assert parsed["List-Id"] == '"The Harbour Post" <daily.harbour.example>'
    assert parsed["Precedence"] == "bulk"
    assert parsed["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert parsed["Feedback-ID"] == "2026-03-12:daily:digest:newsharbourexam"
    date = parsed["Date"]
    assert isinstance(date, DateHeader)
    assert date.datetime == samples.issue().due_at


def test_parts_are_the_rendered_issue() -> None:
    """Text comes before HTML; decoded, each is what was rendered, with the reader's link."""
    rendered, compiled = _compiled(samples.issue())
    links = unsubscribe.links(samples.SITE, samples.NEWSLETTER, READER, SECRET)
    mail = compiled.to(READER, "", links).content
    kinds = [part.get_content_type() for part in _read(mail).walk()]
    assert kinds == ["multipart/alternative", "text/plain", "text/html"]
    for kind, content in (("plain", rendered.text), ("html", rendered.html)):
        for slot, marker in rendered.slots.items():
            content = content.replace(marker, links.slots[slot])
        assert _part(mail, kind) == content
    assert links.url is not None
    assert links.url in _linked(mail)
    assert links.preferences in _linked(mail)


def _linked(mail: bytes) -> set[str]:
    """Every address in the mail's HTML."""
    return {url for _, url in reading.links(_part(mail, "html"))}


def test_pictures_travel_beside_the_html() -> None:
    """HTML and pictures are one related part; each picture's octets and name are its own."""
    pictures = tuple(
        InlinePicture(f"https://a.example/{n}", kind, bytes(range(256)) * n, 600, 400)
        for n, kind in enumerate(("image/png", "image/jpeg", "image/gif"), 1)
    )
    rendered = replace(
        render.render(samples.issue(), samples.NEWSLETTER, samples.SITE), pictures=pictures
    )
    compiled = message.compiled(samples.issue(), rendered, samples.NEWSLETTER, samples.SITE)
    links = unsubscribe.links(samples.SITE, samples.NEWSLETTER, READER, SECRET)
    mail = compiled.to(READER, "", links).content
    parsed = _read(mail)
    kinds = [part.get_content_type() for part in parsed.walk()]
    assert kinds[:4] == ["multipart/alternative", "text/plain", "multipart/related", "text/html"]
    shown = [part for part in parsed.walk() if part.get_content_maintype() == "image"]
    assert [part.get_content() for part in shown] == [p.content for p in pictures]
    assert [part.get_content_type() for part in shown] == [p.media_type for p in pictures]
    assert [part["Content-ID"] for part in shown] == [f"<{p.content_id}>" for p in pictures]
    assert {part.get_content_disposition() for part in shown} == {"inline"}
    assert links.url in _linked(mail)
    assert mail.isascii()
    assert max(map(len, mail.split(b"\r\n"))) <= 78 + len("mailto:")


def test_without_a_web_address_the_way_out_is_a_mail() -> None:
    """Without base_url the mailto: stands in header and body, and one-click is not claimed."""
    mail = _mail(samples.issue(), site=samples.OFFLINE)
    parsed = _read(mail)
    links = unsubscribe.links(samples.OFFLINE, samples.NEWSLETTER, READER, SECRET)
    assert parsed["List-Unsubscribe"] == f"<{links.mailto}>"
    assert links.mailto in _part(mail, "plain")
    assert html.escape(links.mailto) in _part(mail, "html")
    for name in ("List-Unsubscribe-Post", "List-Archive", "Feedback-ID"):
        assert name not in parsed


def test_one_click_needs_https() -> None:
    """An http address is linked in the body but not offered to one-click senders (RFC 8058)."""
    site = Site(base_url="http://localhost:8080")
    mail = _mail(samples.issue(), site=site)
    assert "http:" not in str(_read(mail)["List-Unsubscribe"])
    assert "List-Unsubscribe-Post" not in _read(mail)
    assert "http://localhost:8080/u/" in _part(mail, "plain")


def test_list_unsubscribe_is_never_encoded() -> None:
    """The longest allowed address stands whole on one line of the header."""
    site = Site(base_url="https://" + "n" * 30 + ".test")
    links = unsubscribe.links(site, samples.NEWSLETTER, READER, SECRET)
    assert len(links.url or "") == unsubscribe.MAX_URL
    mail = _mail(samples.issue(), site=site)
    head = mail.partition(b"\r\n\r\n")[0].decode()
    assert f"List-Unsubscribe: <{links.url}>,\r\n <{links.mailto}>\r\n" in head


def test_mail_is_the_same_every_time() -> None:
    """Built twice a mail has the same bytes; another reader has another Message-ID only."""
    assert _mail(samples.issue()) == _mail(samples.issue())
    one, two = _read(_mail(samples.issue())), _read(_mail(samples.issue(), to="bob@example.org"))
    assert one["Message-ID"] != two["Message-ID"]
    assert re.fullmatch(r"<daily-2026-03-12\.[0-9a-f]{20}@harbour\.example>", one["Message-ID"])
    assert one.get_boundary() == two.get_boundary()


def test_mail_is_plain_on_the_wire() -> None:
    """ASCII only, CRLF line ends only, no line above 78 octets."""
    mail = _mail(samples.issue())
    assert mail.isascii()
    assert b"\n" not in mail.replace(b"\r\n", b"")
    assert max(len(line) for line in mail.split(b"\r\n")) <= 78 + len("mailto:")


@pytest.mark.parametrize("text", hostile.STRINGS.values(), ids=hostile.STRINGS)
def test_no_text_adds_a_header(text: str) -> None:
    """With a hostile text in every place the mail has its own headers, one sender, one reader."""
    newsletter = samples.NEWSLETTER.model_copy(
        update={"title": text[:60], "sender_name": text[:60], "reason": text}
    )
    mail = _mail(hostile.issue(text), name=text, newsletter=newsletter)
    parsed = _read(mail)
    assert parsed.keys() == WITH_WEB
    assert _addresses(parsed, "To") == [READER]
    assert _addresses(parsed, "From") == ["post@harbour.example"]
    assert len(mail.split(b"\r\n")) == len(mail.splitlines()) + 1


def test_encoded_word_subject_reads_as_written() -> None:
    """A headline that is an encoded-word comes out as those characters, not decoded."""
    text = hostile.STRINGS["encoded word"]
    assert _read(_mail(hostile.issue(text)))["Subject"] == f"{text}"[:78]


@given(st.text(max_size=90), st.text(max_size=90))
@settings(max_examples=40)
def test_any_headline_and_name(headline: str, name: str) -> None:
    """Whatever Unicode headline and name hold, both read back and nothing is added."""
    first, *others = samples.issue().sections
    lead = replace(first.stories[0], headline=headline)
    told = replace(samples.issue(), sections=(replace(first, stories=(lead,)), *others))
    parsed = _read(_mail(told, name=name))
    assert parsed.keys() == WITH_WEB
    assert _addresses(parsed, "To") == [READER]
    clean = plain.line(headline)
    assert str(parsed["Subject"]).startswith(plain.cut(clean, 60).removesuffix("…"))


def test_own_addresses_in_other_scripts() -> None:
    """Sender and reader with a domain beyond ASCII go out in Punycode, header and envelope."""
    newsletter = samples.NEWSLETTER.model_copy(
        update={"sender": "post@häfen.example", "reply_to": "desk@häfen.example"}
    )
    links = unsubscribe.links(samples.SITE, newsletter, READER, SECRET)
    done = _compiled(samples.issue(), newsletter)[1].to("ann@bücher.example", "", links)
    assert done.envelope_sender == "post@xn--hfen-loa.example"
    assert done.recipient == "ann@xn--bcher-kva.example"
    assert done.message_id.endswith("@xn--hfen-loa.example>")
    assert _read(done.content)["Reply-To"] == "desk@xn--hfen-loa.example"


def test_unwritable_reader_is_refused_alone() -> None:
    """An address that mail cannot take raises for that reader, and says what to do."""
    links = unsubscribe.links(samples.SITE, samples.NEWSLETTER, READER, SECRET)
    compiled = _compiled(samples.issue())[1]
    with pytest.raises(ValueError, match="ask for another address"):
        compiled.to("a..b@example.org", "", links)
    assert compiled.to(READER, "", links).recipient == READER


def test_unwritable_sender_is_a_setting_to_change() -> None:
    """A sender that mail cannot take stops everything, named by its key."""
    newsletter = samples.NEWSLETTER.model_copy(update={"sender": "grüße@harbour.example"})
    rendered = render.render(samples.issue(), samples.NEWSLETTER, samples.SITE)
    with pytest.raises(ConfigError) as caught:
        message.compiled(samples.issue(), rendered, newsletter, samples.SITE)
    assert caught.value.key == "newsletters.sender"


def test_odd_issue_ids_make_a_valid_message_id() -> None:
    """An issue id set by hand cannot break the Message-ID or the Feedback-ID."""
    told = replace(samples.issue(), id="a b>\r\nBcc: x", edition="1:2\r\n3")
    parsed = _read(_mail(told))
    assert parsed.keys() == WITH_WEB
    assert re.fullmatch(r"<[\w.-]+@harbour\.example>", parsed["Message-ID"])
    assert str(parsed["Feedback-ID"]).count(":") == 3


def _addresses(parsed: EmailMessage, name: str) -> list[str]:
    header = parsed[name]
    assert isinstance(header, AddressHeader)
    return [address.addr_spec for address in header.addresses]
