"""Pictures, from an article's markup into a reader's mail."""

from __future__ import annotations

import email
import json
from datetime import UTC, datetime
from email.policy import default
from pathlib import Path

import pytest

from newsfold import edition, tables
from newsfold.config import Config, Newsletter, Pictures, Source
from newsfold.deliver.outbox import Outbox
from newsfold.model import Failure, InlinePicture, Subscriber
from newsfold.store import database, issues
from newsfold.web import proof
from tests.clean.papers import BODY, HEADLINE
from tests.gather.test_raster import PNG
from tests.walk.conftest import Digest

NOW = datetime(2026, 3, 12, 17, tzinfo=UTC)
URL = "https://bay.example/cliff.png"
PAGE = f"""<html lang=en><head><meta property="og:url" content="https://bay.example/a">
<meta property="article:published_time" content="2026-03-12T08:15:00Z"></head><body><article>
<h1>{HEADLINE}</h1><figure><img src="{URL}" alt="A tower above a cliff" width="900" height="600">
<figcaption><cite>Bo Ray</cite></figcaption></figure>{"".join(f"<p>{p}</p>" for p in BODY)}
</article></body></html>"""


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """A source with one pictured article."""
    path = tmp_path / "news" / "page.html"
    path.parent.mkdir()
    path.write_text(PAGE, "utf-8")
    return path


def fetched(url: str, *, max_bytes: int) -> InlinePicture | Failure:
    """What the web would give."""
    if url != URL or max_bytes < len(PNG):
        return Failure(url, "picture-status", "not there")
    return InlinePicture(url, "image/png", PNG, 640, 480)


def test_an_embedded_picture_is_frozen_and_mailed(page: Path, tmp_path: Path) -> None:
    """Its octets are in the store before a mail leaves, in the mail, and in the browser's page."""
    newsletter = Newsletter(pictures=Pictures(show="embedded"))
    config = Config(sources=(Source(name="news", path=str(page)),), newsletters=(newsletter,))
    with database.opened(f"sqlite:///{tmp_path}/d.sqlite3") as db, Outbox(tmp_path / "out") as out:
        run = edition.Run(
            db=db,
            config=config,
            newsletter=newsletter,
            transport=out,
            tables=tables.load,
            clock=lambda: NOW,
            listed=(Subscriber("ann@example.org"),),
            fetch=fetched,
        )
        done = edition.publish(run, now=NOW)
        assert done.tally.sent == 1
        assert done.collected.notices == ()
        frozen = issues.find(db, "daily-2026-03-12")
    assert frozen is not None
    (picture,) = frozen.rendered[0].pictures
    (mail,) = (tmp_path / "out").glob("*.eml")
    parts = list(email.message_from_bytes(mail.read_bytes(), policy=default).walk())
    images = [part for part in parts if part.get_content_type() == "image/png"]
    assert [part.get_content() for part in images] == [PNG]
    html = next(part.get_content() for part in parts if part.get_content_type() == "text/html")
    assert f'src="cid:{picture.content_id}"' in html
    assert images[0]["Content-ID"] == f"<{picture.content_id}>"
    shown = proof.shown(frozen.rendered[0], proof.sample_links(config.site, newsletter))
    assert 'src="data:image/png;base64,' in shown
    assert "cid:" not in shown


def test_an_address_of_this_network_is_told_and_left_out(
    digest: Digest, page: Path, tmp_path: Path
) -> None:
    """The run goes on, its exit code is 0, and the mail has the story without the picture."""
    page.write_text(PAGE.replace(URL, "http://127.0.0.1:9/cliff.png"), "utf-8")
    (tmp_path / "digest.toml").write_text(
        '[[newsletters]]\n[newsletters.pictures]\nshow = "embedded"\n', "utf-8"
    )
    (tmp_path / "readers.csv").write_text("email\nann@example.org\n", "utf-8")
    done = digest(
        "run", "--source", "news", "--subscribers", "readers.csv", "--at", NOW.isoformat(), "--json"
    )
    report = json.loads(done.stdout)
    assert report["sent"] == 1
    (notice,) = report["gathered"]["notices"]
    assert notice["code"] == "picture-private"
    mail = Path(tmp_path / report["mails"][0]).read_bytes()
    assert b"lighthouse" in mail
    assert b"Content-ID" not in mail


def test_a_linked_picture_is_in_the_preview(digest: Digest, page: Path, tmp_path: Path) -> None:
    """Linked, nothing is fetched: the page names the article's own address."""
    (tmp_path / "digest.toml").write_text(
        '[[newsletters]]\n[newsletters.pictures]\nshow = "linked"\n', "utf-8"
    )
    digest("preview", "--source", "news", "--at", NOW.isoformat(), "--out", "out")
    html = (tmp_path / "out" / "issue.html").read_text("utf-8")
    assert f'<img src="{URL}" alt="A tower above a cliff" width="592" height="395"' in html
    assert "Picture: Bo Ray" in (tmp_path / "out" / "issue.txt").read_text("utf-8")


def test_a_picture_beside_a_dump_travels_in_the_mail(digest: Digest, tmp_path: Path) -> None:
    """A text dump has no markup: its sidecar names a file in the same folder."""
    news = tmp_path / "news"
    news.mkdir()
    (news / "page.txt").write_text("\n\n".join([HEADLINE, *BODY]), "utf-8")
    (news / "cliff.png").write_bytes(PNG)
    shown = {"file": "cliff.png", "alt": "A tower above a cliff", "credit": "Bo Ray"}
    sidecar = {"published_at": "2026-03-12T08:15:00Z", "picture": shown}
    (news / "page.txt.meta.json").write_text(json.dumps(sidecar), "utf-8")
    (tmp_path / "digest.toml").write_text(
        '[[newsletters]]\n[newsletters.pictures]\nshow = "embedded"\n', "utf-8"
    )
    done = digest("preview", "--source", "news", "--at", NOW.isoformat(), "--out", "out")
    assert done.stderr == ""  # the picture itself is no article that could not be read
    mail = (tmp_path / "out" / "issue.eml").read_bytes()
    parts = list(email.message_from_bytes(mail, policy=default).walk())
    images = [part for part in parts if part.get_content_type() == "image/png"]
    assert [part.get_content() for part in images] == [PNG]
    assert b"file:" not in mail
