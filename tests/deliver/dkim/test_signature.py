"""Signatures: an independent checker takes them, and takes no mail that was changed."""

from __future__ import annotations

import re
from dataclasses import replace

import dkim
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsfold.deliver import parts
from newsfold.deliver.dkim import canonical, signature
from newsfold.deliver.dkim.signature import Identity
from tests.deliver.dkim import sample

BOTH = [True, True]
NEITHER = [False, False]
SIGNED_HEADERS = (
    *("From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type"),
    *("List-Id", "List-Unsubscribe", "List-Unsubscribe-Post", "List-Archive", "Feedback-ID"),
)


def test_both_signatures_are_valid() -> None:
    """dkimpy takes the RSA and the Ed25519 signature of one mail."""
    assert sample.verdicts(sample.signed(sample.mail()).content) == BOTH


def test_the_mail_stays_as_it_was_behind_its_signatures() -> None:
    """Signing adds headers in front, and twice the same ones."""
    mail = sample.mail()
    content = sample.signed(mail).content
    assert content.endswith(mail.content)
    assert content == sample.signed(mail).content
    added = content.removesuffix(mail.content)
    assert re.findall(rb"^[^ ].*", added, re.M) == [
        b"DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;\r",
        b"DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed;\r",
    ]
    assert max(map(len, added.split(b"\r\n"))) <= 78


@pytest.mark.parametrize("name", SIGNED_HEADERS)
def test_a_changed_missing_or_second_header_breaks_them(name: str) -> None:
    """None of these can be altered, taken out or added again unseen."""
    content = sample.signed(sample.mail()).content
    line = re.compile(rf"^({name}: )(.*\r\n(?: .*\r\n)*)".encode(), re.M)
    assert line.search(content)
    for changed in (
        line.sub(rb"\1x\2", content, count=1),
        line.sub(b"", content, count=1),
        line.sub(rb"\1\2\1x\r\n", content, count=1),
        f"{name}: x\r\n".encode() + content,
    ):
        assert sample.verdicts(changed) == NEITHER


@pytest.mark.parametrize("name", ["Cc", "Reply-To", "List-Post", "List-Help"])
def test_a_header_that_was_not_there_cannot_be_added(name: str) -> None:
    """They are signed as absent."""
    content = sample.signed(sample.mail()).content
    assert sample.verdicts(f"{name}: x@example.org\r\n".encode() + content) == NEITHER


def test_what_relays_do_breaks_nothing() -> None:
    """Trace headers, folding and white space may change on the way."""
    content = sample.signed(sample.mail()).content
    folded = content.replace(b"Subject: Ferry pier", b"Subject:  Ferry\r\n\tpier")
    assert folded != content
    assert sample.verdicts(b"Received: from a by b\r\n" + folded + b"\r\n\r\n") == BOTH


@pytest.mark.parametrize("where", ["reopened on Tuesday", "/u/", "--=_"])
def test_a_changed_body_breaks_them(where: str) -> None:
    """In the words, in a reader's own address and in the frame."""
    head, _, body = sample.signed(sample.mail()).content.partition(b"\r\n\r\n")
    changed = body.replace(where.encode(), where.upper().encode() + b"!", 1)
    assert changed != body
    with pytest.raises(dkim.ValidationError, match="body hash mismatch"):
        sample.verdicts(head + b"\r\n\r\n" + changed)


def test_a_domain_above_the_senders_signs_for_it() -> None:
    """With a domain in the settings the signature is that domain's."""
    ours = [replace(one, domain="org") for one in sample.identities()]
    content = sample.signed(sample.mail(), ours).content
    assert b" d=org;" in content
    assert sample.verdicts(content, "org") == BOTH


@given(st.text(alphabet=st.sampled_from(" \t\r\nax.=é—-"), max_size=200), st.text(max_size=30))
def test_a_body_of_ours_is_its_own_relaxed_form(text: str, value: str) -> None:
    """So its hash needs no pass over it: no two spaces, no tab, none at a line's end."""
    clean = value.replace("\r", "").replace("\n", "")
    part = parts.compiled(f"{text}\x00{text}", {"slot": "\x00"})
    body = b"".join(part.filled({"slot": clean})) + b"\r\n--x--\r\n"
    assert canonical.body(body) == body


def test_the_hash_of_the_body_is_told_by_the_mail() -> None:
    """What the shared beginning's state and the reader's rest give is the hash of the whole."""
    mail = sample.mail()
    body = mail.content.partition(b"\r\n\r\n")[2]
    assert mail.body_hash == canonical.body_hash(body)


def test_a_mail_whose_hash_is_not_told_is_hashed_whole() -> None:
    """Then the body may be anybody's: white space and empty lines at its end do not count."""
    mail = sample.mail()
    other = replace(mail, pieces=(*mail.pieces, b"a \t b \r\n\r\n\r\n"), body_hash=b"")
    assert sample.verdicts(sample.signed(other).content) == BOTH


def test_two_headers_of_one_name_are_both_signed() -> None:
    """From the last one up, as RFC 6376 5.4.2 has it."""
    mail = sample.mail()
    double = replace(mail, pieces=(b"To: first@example.org\r\n", *mail.pieces))
    content = sample.signed(double).content
    assert sample.verdicts(content) == BOTH
    assert sample.verdicts(content.replace(b"To: first", b"To: other")) == NEITHER


def test_all_that_a_sender_vouches_for_is_named() -> None:
    """Every List-* header known to RFC 2369, 2919 and 8058, and what makes a mail."""
    (draft,) = signature.drafts(sample.mail(), [Identity(sample.identities()[1].key, "s")])
    named = draft.header.replace(b"\r\n ", b"").partition(b"h=")[2].partition(b";")[0].split(b":")
    for name in SIGNED_HEADERS:
        assert named.count(name.lower().encode()) == 2, name
    for absent in ("cc", "reply-to", "list-help", "list-post", "list-owner", "list-subscribe"):
        assert named.count(absent.encode()) == 1, absent
