"""`digest web`: a reader leaves or chooses by the links of a real mail, over a real server."""

from __future__ import annotations

import csv
import json
import re
import shutil
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.walk.conftest import Digest, served
from tests.walk.test_sample import AT, mail

NEXT = "2026-03-13T17:00:00Z"
BASE = "https://news.example.org"
SETTINGS = f"""
subscribers = "readers.csv"
[site]
base_url = "{BASE}"
archive = "public"
[[sources]]
name = "sample"
path = "{(ROOT / "seeds").as_posix()}"
[[newsletters]]
languages = ["de"]
"""
READERS = "email,name\nann@example.org,Ann\nbea@example.org,Bea\n"


@pytest.fixture
def address(digest: Digest, tmp_path: Path) -> Iterator[str]:
    """Where `digest web` serves once an issue is out."""
    (tmp_path / "digest.toml").write_text(SETTINGS, "utf-8")
    (tmp_path / "readers.csv").write_text(READERS, "utf-8")
    digest("run", "--at", AT)
    with served(tmp_path, "web") as url:
        yield url


def _link(folder: Path, reader: str, kind: str) -> str:
    """The path of a reader's link: 'u' or 'p'."""
    (path,) = (folder / "outbox").glob(f"*{reader}*.eml")
    body = mail(path).get_body(("plain",))
    assert body is not None
    found = re.search(rf"{BASE}/({kind}/\S+)", str(body.get_content()))
    assert found is not None
    return found[1]


def _asked(url: str, form: dict[str, str | list[str]] | None = None) -> tuple[int, str]:
    """Status and body; with a form it is a POST. A redirect would show in the status."""
    data = None if form is None else urllib.parse.urlencode(form, doseq=True).encode()
    try:
        with urllib.request.urlopen(urllib.request.Request(url, data)) as answer:
            assert answer.headers["Referrer-Policy"] == "no-referrer"
            assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
            assert answer.headers["Set-Cookie"] is None
            assert answer.url == url
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, refused.read().decode()


def _sent(digest: Digest) -> int:
    digest("gather", "--at", NEXT)
    sent = json.loads(digest("run", "--at", NEXT, "--json").stdout)["sent"]
    assert isinstance(sent, int)
    return sent


def _suppressed(digest: Digest) -> set[str]:
    listed = json.loads(digest("subscribers", "list", "--json").stdout)
    return {r["email"] for r in listed if r["status"] == "unsubscribed"}


def test_a_link_that_is_looked_at_changes_nothing(
    digest: Digest, tmp_path: Path, address: str
) -> None:
    """Mail scanners follow every link: GET asks, and shows whoever asks the same again."""
    link = address + _link(tmp_path, "ann", "u")
    for _ in range(2):
        status, page = _asked(link)
        assert status == 200
        assert "Leave The Daily Fold?" in page
        assert '<form method="post">' in page
        assert "ann@example.org" not in page
    head = urllib.request.Request(link, method="HEAD")
    with urllib.request.urlopen(head) as answer:
        assert answer.status == 200
    assert "Leave The Daily Fold?" in _asked(link)[1]


def test_one_click_unsubscribes_for_good(digest: Digest, tmp_path: Path, address: str) -> None:
    """RFC 8058: a POST without anything else; the file that still names the reader undoes nothing,
    and the other reader gets the next issue."""
    one_click = mail(next((tmp_path / "outbox").glob("*ann*.eml")))["List-Unsubscribe"]
    link = address + _link(tmp_path, "ann", "u")
    assert f"<{BASE}/{link.removeprefix(address)}>" in str(one_click)
    status, page = _asked(link, {"List-Unsubscribe": "One-Click"})
    assert (status, "You are off the list of The Daily Fold." in page) == (200, True)
    assert "You are off the list" in _asked(link)[1]
    assert _asked(link, {"List-Unsubscribe": "One-Click"})[0] == 200  # a relay may repeat it
    (tmp_path / "news").mkdir()
    _write_news(tmp_path)
    assert _sent(digest) == 1
    assert [path.name for path in (tmp_path / "outbox").glob("*2026-03-13*ann*")] == []


def test_each_page_is_headed_by_what_it_is_about_and_leaving_has_a_way_back(
    digest: Digest, tmp_path: Path, address: str
) -> None:
    """Asked, left, back again: the headings say which; who came back gets the next issue. What the
    owner ended no link undoes."""
    link = address + _link(tmp_path, "ann", "u")
    assert "<h1>Leave The Daily Fold?</h1>" in _asked(link)[1]
    left = _asked(link, {"List-Unsubscribe": "One-Click"})[1]
    assert "<h1>You are off the list of The Daily Fold.</h1>" in left
    assert "Preferences" not in left
    assert "Subscribe again" in left
    back = _asked(link, {"rejoin": "yes"})[1]
    assert "<h1>Preferences</h1>" in back
    assert "You are on the list of The Daily Fold again." in back
    assert "<h1>Preferences</h1>" in _asked(link, {"rejoin": "yes"})[1]  # pressed twice
    assert "<h1>Leave The Daily Fold?</h1>" in _asked(link)[1]
    _write_news(tmp_path)
    assert _sent(digest) == 2
    digest("subscribers", "remove", "ann@example.org")
    ended = _asked(link, {"rejoin": "yes"})[1]
    assert "<h1>You are off the list of The Daily Fold.</h1>" in ended
    assert "Subscribe again" not in ended


def test_a_choice_holds_from_the_next_issue_on(
    digest: Digest, tmp_path: Path, address: str
) -> None:
    """Language and sections, whatever the file says; the form then shows what was chosen."""
    link = address + _link(tmp_path, "bea", "p")
    status, page = _asked(link)
    assert status == 200
    assert page.count("checkbox") == page.count(" checked") - 1 == 4  # one is the language
    status, page = _asked(link, {"language": "de", "section": ["World", "Gardening"]})
    assert status == 200
    assert "Ihre Auswahl ist gespeichert." in page
    assert page.count(" checked") == 2
    assert re.search(r'value="World" checked> Welt', page)
    assert re.search(r'value="de" checked> Deutsch', page)
    _write_news(tmp_path)
    assert _sent(digest) == 2
    body = mail(next((tmp_path / "outbox").glob("*2026-03-13*bea*.eml"))).get_body(("plain",))
    assert body is not None
    said = str(body.get_content()).splitlines()
    assert "Abmelden:" in said
    assert "Welt" in said
    assert "Wirtschaft" not in said
    (listed,) = json.loads(digest("subscribers", "list", "--json").stdout)
    assert (listed["email"], listed["language"]) == ("bea@example.org", "de")
    digest("subscribers", "import", "readers.csv")  # the file knows of no choice
    listed = json.loads(digest("subscribers", "list", "--json").stdout)
    assert [r["sections"] for r in listed] == [[], ["World"]]
    digest("subscribers", "export", "--out", "out.csv")
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as exported:
        rows = {row["email"]: row for row in csv.DictReader(exported)}
    assert {k: v for k, v in rows["bea@example.org"].items() if v} == {
        "email": "bea@example.org",
        "name": "Bea",
        "status": "active",
        "language": "de",
        "sections": "World",
    }


def test_nothing_chosen_is_everything(tmp_path: Path, address: str) -> None:
    """Without a tick, as with all of them, every section comes; an unknown language is the own."""
    link = address + _link(tmp_path, "ann", "p")
    status, page = _asked(link, {"language": "xx"})
    assert (status, page.count(" checked")) == (200, 5)
    assert "Your choice is saved." in page


def test_a_token_of_nobody_opens_nothing(address: str) -> None:
    """A page that says what to do, status 404, for GET and POST alike."""
    tokens = ("x", "A" * 24, "%00" * 24, urllib.parse.quote("ä" * 24), "A" * 5_000)
    forms: tuple[dict[str, str | list[str]] | None, ...] = (None, {"List-Unsubscribe": "One-Click"})
    for url in (f"{address}{kind}/{token}" for kind in "up" for token in tokens):
        for form in forms:
            status, page = _asked(url, form)
            assert status == 404, url
            assert "This link leads nowhere." in page


def test_one_readers_token_is_not_anothers(tmp_path: Path, address: str) -> None:
    """A letter changed is nobody's; a form without end is refused; other hosts get nothing."""
    link = _link(tmp_path, "ann", "p")
    other = link[:-1] + ("A" if link[-1] != "A" else "Q")
    assert _asked(address + other)[0] == 404
    assert _asked(address + link, {"section": "x" * 50_000})[0] == 413
    asked = urllib.request.Request(address + link, headers={"Host": "evil.example"})
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(asked)
    assert refused.value.code == 400
    refused.value.close()


def test_the_archive_is_there_too(address: str) -> None:
    """The page that the mail's 'online' link names."""
    with urllib.request.urlopen(f"{address}a/daily-2026-03-12/") as answer:
        assert b"The Daily Fold" in answer.read()


@pytest.mark.parametrize("setting", ["", 'archive = "not-there-yet"'])
def test_without_its_folder_the_archive_is_made_as_it_is_asked_for(
    digest: Digest, tmp_path: Path, setting: str
) -> None:
    """The mail's 'online' link leads somewhere in any case; and so does the front door."""
    (tmp_path / "digest.toml").write_text(SETTINGS.replace('archive = "public"', setting), "utf-8")
    (tmp_path / "readers.csv").write_text(READERS, "utf-8")
    digest("run", "--at", AT)
    if setting:
        shutil.rmtree(tmp_path / "not-there-yet")
    with served(tmp_path, "web") as url:
        for path in ("a/daily-2026-03-12", "a/daily-2026-03-12/de", "a/daily.atom", "a/", ""):
            with urllib.request.urlopen(url + path) as answer:
                assert b"The Daily Fold" in answer.read(), path
        for path in ("a/daily-2026-03-11", "a/daily-2026-03-12/fr", "a/../digest.toml"):
            assert _asked(url + path)[0] == 404, path


def test_a_test_mail_to_a_stranger_says_that_its_links_lead_nowhere(
    digest: Digest, tmp_path: Path, address: str
) -> None:
    """As they do; to a reader, whose links work, nothing is said."""
    for reader, status in (("cy", 404), ("ann", 200)):
        done = digest("test-send", f"{reader}@example.org", "--at", AT)
        assert ("lead nowhere" in done.stderr) == (status == 404)
        (path,) = (tmp_path / "outbox").glob(f"*-test-*{reader}*.eml")
        body = mail(path).get_body(("plain",))
        assert body is not None
        link = re.search(rf"{BASE}/(u/\S+)", str(body.get_content()))
        assert link is not None and _asked(address + link[1])[0] == status


def test_the_archive_is_where_run_wrote_it(
    digest: Digest, tmp_path: Path, address: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Beside the settings file, from whatever folder the pages are served."""
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "public").mkdir()
    with (
        served(elsewhere, "web", "--config", str(tmp_path / "digest.toml")) as url,
        urllib.request.urlopen(f"{url}a/daily-2026-03-12/") as answer,
    ):
        assert b"The Daily Fold" in answer.read()


def _write_news(folder: Path) -> None:
    """Two articles of the next day, of two sections."""
    settings = (folder / "digest.toml").read_text("utf-8")
    (folder / "news").mkdir(exist_ok=True)
    more = '[[sources]]\nname = "news"\npath = "news"\n[[newsletters]]'
    (folder / "digest.toml").write_text(settings.replace("[[newsletters]]", more), "utf-8")
    for name, category, title, text in (
        (
            "quay",
            "world",
            "Tarnby reopens its northern quay after the winter storms",
            "Tarnby reopened its northern quay on Friday after the winter storms. The harbour "
            "master, Odd Lervik, said the cranes would run again by Monday. Repairs cost 4.1 "
            "million crowns, which the town paid out of its reserve.",
        ),
        (
            "loaf",
            "business",
            "Bakers of Ostwick agree on one price for the winter loaf",
            "All eleven bakeries of Ostwick will sell the winter loaf for one price from Friday. "
            "Flour costs a fifth more than a year ago, their guild said on Thursday. The river "
            "mills are full, and no shop will close before the spring.",
        ),
    ):
        record = {
            "title": title,
            "text": text,
            "category": category,
            "published_at": "2026-03-13T08:00:00Z",
            "outlet": "Tarnby Tidings",
        }
        (folder / "news" / f"{name}.json").write_text(json.dumps(record), "utf-8")
