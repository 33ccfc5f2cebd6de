"""seeds/ -> outbox/: the main job on the sample articles, as `make demo` runs it."""

from __future__ import annotations

import email
import json
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.walk.conftest import Digest

AT = "2026-03-12T17:00:00Z"
READERS = ROOT / "subscribers.example.csv"


def mail(path: Path) -> EmailMessage:
    """The mail in a file."""
    parsed = email.message_from_bytes(path.read_bytes(), policy=default)
    assert isinstance(parsed, EmailMessage)
    return parsed


def run(digest: Digest, outbox: str = "outbox", exits: int = 0) -> str:
    """What the demo's command prints."""
    return digest(
        "run", "--source", ROOT / "seeds", "--subscribers", READERS, "--outbox", outbox, "--at", AT,
        exits=exits,
    ).stdout  # fmt: skip


def test_every_active_reader_gets_one_mail_and_a_second_run_sends_nothing(
    digest: Digest, tmp_path: Path
) -> None:
    """The first run writes one mail per active row; the second leaves every byte alone."""
    first = run(digest)
    mails = sorted((tmp_path / "outbox").glob("*.eml"))
    before = {m: (m.read_bytes(), m.stat().st_mtime_ns) for m in mails}
    second = run(digest)

    recipients = {str(mail(m)["To"].addresses[0].addr_spec) for m in mails}
    active = json.loads(digest("subscribers", "check", READERS, "--json").stdout)
    assert len(mails) == len(recipients)
    assert 0 < len(mails) <= active["good"]
    assert "is out already" in second
    assert "0 sent now" in second
    assert {m: (m.read_bytes(), m.stat().st_mtime_ns) for m in mails} == before
    for line in (*map(str, mails), str(tmp_path / "outbox" / "daily-2026-03-12.html")):
        assert line in first
        assert line in second


def test_the_issue_looks_like_an_issue(digest: Digest) -> None:
    """Eight stories or more in three sections, each with a headline, a summary and a source."""
    issue = json.loads(digest("draft", "--source", ROOT / "seeds", "--at", AT, "--json").stdout)
    titles = [s["title"] for s in issue["sections"]]
    stories = [s for section in issue["sections"] for s in section["stories"]]
    assert titles[:3] == ["World", "Business", "Science & Environment"]
    assert len(stories) >= 8
    assert all(s["headline"] and s["summary"] and s["articles"] for s in stories)


def test_two_outboxes_get_the_same_bytes(digest: Digest, tmp_path: Path) -> None:
    """The same edition made twice from nothing is the same to the byte."""
    run(digest, "one")
    run(digest, "two")
    one = {p.name: p.read_bytes() for p in (tmp_path / "one").glob("*.eml")}
    two = {p.name: p.read_bytes() for p in (tmp_path / "two").glob("*.eml")}
    assert one
    assert one == two


def test_preview_shows_the_mail_that_is_sent(digest: Digest, tmp_path: Path) -> None:
    """Preview's mail differs from a sent one in its reader alone, and nothing is stored."""
    digest("preview", "--source", ROOT / "seeds", "--at", AT, "--out", "look")
    assert sorted(p.name for p in (tmp_path / "look").iterdir()) == [
        "issue.eml",
        "issue.html",
        "issue.json",
        "issue.txt",
        "web.html",
    ]
    assert not (tmp_path / "outbox").exists()
    run(digest)
    sent = mail(next((tmp_path / "outbox").glob("*.eml")))
    shown = mail(tmp_path / "look" / "issue.eml")
    assert shown["Subject"] == sent["Subject"]
    assert shown["Date"] == sent["Date"]
    text, html = (tmp_path / "look" / f"issue.{kind}" for kind in ("txt", "html"))
    plain, rich = shown.get_body(("plain",)), shown.get_body(("html",))
    assert plain is not None
    assert rich is not None
    assert plain.get_content().split() == text.read_text().split()
    assert rich.get_content().split() == html.read_text().split()


def test_every_printed_sentence_is_its_sources(digest: Digest) -> None:
    """Each summary sentence and key event stands, letter by letter, in the article it names."""
    articles = {
        a["id"]: " ".join([a["title"], *a["paragraphs"], *(p["heading"] or "" for p in a["posts"])])
        for a in map(json.loads, digest("clean", ROOT / "seeds", "--json").stdout.splitlines())
        if a["status"] == "article"
    }
    issue = json.loads(digest("draft", "--source", ROOT / "seeds", "--at", AT, "--json").stdout)
    printed = [
        sentence
        for section in issue["sections"]
        for story in section["stories"]
        for sentence in (*story["summary"], *story["key_events"])
    ]
    assert len(printed) > 30
    for sentence in printed:
        assert sentence["source_text"] in articles[sentence["article_id"]], sentence


def test_an_edited_draft_is_what_goes_out(digest: Digest, tmp_path: Path) -> None:
    """A headline changed and a story dropped in the saved draft are so in the mail."""
    digest("draft", "--source", ROOT / "seeds", "--at", AT, "--save", "issue.json")
    file = tmp_path / "issue.json"
    issue = json.loads(file.read_text())
    first, second, *_ = issue["sections"][0]["stories"]
    first["headline"] = "A headline by hand"
    issue["sections"][0]["stories"].remove(second)
    file.write_text(json.dumps(issue))
    digest("run", "--issue", "issue.json", "--subscribers", READERS, "--outbox", "outbox")
    body = mail(next((tmp_path / "outbox").glob("*.eml"))).get_body(("plain",))
    assert body is not None
    words = " ".join(body.get_content().split())
    assert "A headline by hand" in words
    assert second["headline"] not in words


def test_the_store_remembers_what_went_out(digest: Digest) -> None:
    """`issues` and `deliveries` tell of the edition and of each reader."""
    run(digest)
    (row,) = json.loads(digest("issues", "list", "--outbox", "outbox", "--json").stdout)
    deliveries = json.loads(digest("deliveries", "list", "--outbox", "outbox", "--json").stdout)
    assert row["id"] == "daily-2026-03-12"
    assert row["deliveries"] == {"sent": len(deliveries)}
    shown = digest("issues", "show", "daily-2026-03-12", "--outbox", "outbox", "--json").stdout
    assert json.loads(shown)["id"] == "daily-2026-03-12"
    digest("issues", "show", "daily-1999-01-01", "--outbox", "outbox", exits=2)


def test_the_next_day_tells_nothing_again(digest: Digest, tmp_path: Path) -> None:
    """With no new article, the next edition is not sent."""
    run(digest)
    count = len(list((tmp_path / "outbox").glob("*.eml")))
    done = digest(
        "run", "--source", ROOT / "seeds", "--subscribers", READERS, "--outbox", "outbox",
        "--at", "2026-03-13T17:00:00Z",
    )  # fmt: skip
    assert "Nothing to send" in done.stdout
    assert len(list((tmp_path / "outbox").glob("*.eml"))) == count


@pytest.mark.parametrize("email_", ["reader.one@example.org"])
def test_whoever_unsubscribed_gets_nothing_from_a_file(
    digest: Digest, tmp_path: Path, email_: str
) -> None:
    """A file's active row does not bring back somebody whom the owner took off."""
    (tmp_path / "readers.csv").write_text(f"email\n{email_}\nother@example.org\n")
    digest("subscribers", "remove", email_, "--outbox", "outbox")
    digest(
        "run", "--source", ROOT / "seeds", "--subscribers", "readers.csv", "--outbox", "outbox",
        "--at", AT,
    )  # fmt: skip
    (only,) = (tmp_path / "outbox").glob("*.eml")
    assert mail(only)["To"].addresses[0].addr_spec == "other@example.org"
