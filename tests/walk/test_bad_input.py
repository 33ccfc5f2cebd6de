"""Bad input: each kind has a clear, counted outcome, and the rest of the issue goes out."""

from __future__ import annotations

import json
import random
from pathlib import Path

from tests.conftest import ROOT
from tests.walk.conftest import Digest
from tests.walk.test_sample import AT, mail

GOOD = ROOT / "seeds" / "maid_of_orrin_inquiry.md"


def articles(tmp_path: Path) -> Path:
    """A folder with one good article in it."""
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / GOOD.name).write_bytes(GOOD.read_bytes())
    return folder


def read(digest: Digest, folder: Path, exits: int = 0) -> dict[str, str]:
    """Each document's outcome by file name."""
    lines = digest("clean", folder, "--json", exits=exits).stdout.splitlines()
    found = [json.loads(line) for line in lines]
    return {Path(d["locator"].split("#")[0]).name: d["reason"] or d["status"] for d in found}


def test_an_empty_folder_is_said_and_sends_nothing(digest: Digest, tmp_path: Path) -> None:
    """No article: a clear message, exit 0, no mail."""
    (tmp_path / "empty").mkdir()
    done = digest(
        "run", "--source", "empty", "--subscribers", ROOT / "subscribers.example.csv",
        "--outbox", "outbox", "--at", AT,
    )  # fmt: skip
    assert "Nothing to send: no document was found in empty;" in done.stdout
    assert list((tmp_path / "outbox").glob("*.eml")) == []


def test_where_no_document_was_found_is_said_by_every_command(
    digest: Digest, tmp_path: Path
) -> None:
    """In a new site's empty folder; once it holds an old article, that none is new."""
    digest("init")
    where = f"no document was found in {tmp_path / 'articles'};"
    for command in (["run"], ["draft"], ["test-send", "a@example.org"], ["preview", "--out", "o"]):
        done = digest(*command)
        assert where in done.stdout + done.stderr, command
    (tmp_path / "articles" / GOOD.name).write_bytes(GOOD.read_bytes())
    assert "no article is new" in digest("run", "--at", "2036-01-01T00:00:00Z").stdout


def test_noise_is_refused_and_counted(digest: Digest, tmp_path: Path) -> None:
    """Random bytes, only junk, only a heading: each has its reason; the good one is read."""
    folder = articles(tmp_path)
    (folder / "noise.txt").write_bytes(random.Random(1).randbytes(50_000))
    (folder / "junk.txt").write_text("Search\n\nMenu\n\nSubscribe\n\nFollow us\n\nComments\n")
    (folder / "empty.txt").write_text("\n\n")
    found = read(digest, folder)
    assert found[GOOD.name] == "article"
    assert found["noise.txt"] == "binary"
    assert found["empty.txt"] == "empty"
    assert found["junk.txt"] in {"not-prose", "too-short"}


def test_a_huge_line_is_a_counted_failure(digest: Digest, tmp_path: Path) -> None:
    """100 MB in one line is over the size limit: listed with what to do, exit 1."""
    folder = articles(tmp_path)
    with (folder / "huge.txt").open("wb") as file:
        for _ in range(100):
            file.write(b"word " * 200_000)
    found = read(digest, folder, exits=1)
    assert found == {GOOD.name: "article", "huge.txt": "too-large"}


def test_deep_nesting_does_not_end_the_process(digest: Digest, tmp_path: Path) -> None:
    """20,000 nested tags give an outcome, and the run goes on."""
    folder = articles(tmp_path)
    page = "<html><body>" + "<div>" * 20_000 + "<p>Deep.</p>" + "</div>" * 20_000
    (folder / "deep.html").write_text(page)
    found = read(digest, folder)
    assert found[GOOD.name] == "article"
    assert found["deep.html"] in {"too-deep", "too-short", "empty"}


def test_a_wrong_charset_is_read_all_the_same(digest: Digest, tmp_path: Path) -> None:
    """A page that claims UTF-8 and is windows-1252 keeps its letters."""
    sentence = "Die Brücke über den Fluss bleibt nach Angaben der Behörde bis Freitag geschlossen. "
    page = (
        "<html><head><meta charset='utf-8'><title>Brücke bleibt zu</title></head><body><article>"
        f"<h1>Brücke bleibt zu</h1><p>{sentence * 4}</p><p>{sentence * 3}</p></article>"
    )
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "page.html").write_bytes(page.encode("cp1252"))
    (found,) = map(json.loads, digest("clean", folder, "--json").stdout.splitlines())
    assert found["title"] == "Brücke bleibt zu"
    assert "Behörde" in found["paragraphs"][0]


def test_no_title_and_no_name_adds_a_header(digest: Digest, tmp_path: Path) -> None:
    """CRLF and encoded-words in titles and names stay text: no header is new."""
    body = "The council of Orrin voted on Thursday to repair the old weir before the autumn. " * 3
    records = [
        {"title": "Weir vote\r\nBcc: evil@example.com", "text": body, "date": "2026-03-12"},
        {
            "title": "=?utf-8?q?a=0D=0ABcc:_evil=40example.com?=",
            "text": body.replace("weir", "mill"),
            "date": "2026-03-12",
        },
    ]
    (tmp_path / "a.jsonl").write_text("\n".join(json.dumps(r) for r in records))
    (tmp_path / "readers.csv").write_text(
        'email,name\none@example.org,"Last, First ""Nick"" <evil@example.com>"\n'
        'two@example.org,"=?utf-8?q?x=0D=0ABcc:_evil=40example.com?="\n'
    )
    digest(
        "run", "--source", "a.jsonl", "--subscribers", "readers.csv", "--outbox", "outbox",
        "--at", AT,
    )  # fmt: skip
    mails = [mail(p) for p in sorted((tmp_path / "outbox").glob("*.eml"))]
    assert len(mails) == 2
    for parsed in mails:
        assert "Bcc" not in parsed
        assert len(parsed["To"].addresses) == 1
        assert parsed["To"].addresses[0].addr_spec in {"one@example.org", "two@example.org"}
        assert parsed["From"].addresses[0].addr_spec == "digest@localhost.localdomain"


def test_bad_rows_are_listed_and_good_ones_mailed(digest: Digest, tmp_path: Path) -> None:
    """A CSV with broken rows mails the good ones and names the others' lines, exit 1."""
    (tmp_path / "readers.csv").write_text(
        "Email;Name\n;nobody\none@example.org;One\nnot-an-address;Two\nONE@example.org;One again\n"
    )
    done = digest(
        "run", "--source", GOOD, "--subscribers", "readers.csv", "--outbox", "outbox", "--at", AT,
        exits=1,
    )  # fmt: skip
    assert len(list((tmp_path / "outbox").glob("*.eml"))) == 1
    assert "line 4" in done.stderr


def test_an_unreadable_source_is_listed(digest: Digest, tmp_path: Path) -> None:
    """A missing source is a counted failure; the other source's issue goes out."""
    (tmp_path / "readers.csv").write_text("email\none@example.org\n")
    done = digest(
        "run", "--source", "nowhere", "--source", GOOD, "--subscribers", "readers.csv",
        "--outbox", "outbox", "--at", AT, exits=1,
    )  # fmt: skip
    assert "nowhere" in done.stderr
    assert len(list((tmp_path / "outbox").glob("*.eml"))) == 1


def test_paths_of_which_none_is_there_must_be_fixed(digest: Digest) -> None:
    """A mistyped path exits with 2 and is named, whichever command it was given to."""
    for command in (("clean", "nowhere"), ("draft", "--source", "nowhere")):
        done = digest(*command, exits=2)
        assert "no such file or folder: nowhere" in done.stderr
    for name in ("gather", "preview", "run"):
        assert "nowhere" in digest(name, "--source", "nowhere", exits=2).stderr


def test_one_missing_path_of_several_is_a_failure(digest: Digest) -> None:
    """The documents beside a missing path are cleaned, and the exit code is 1."""
    done = digest("clean", GOOD, "nowhere", "--json", exits=1)
    assert [json.loads(line)["status"] for line in done.stdout.splitlines()][-1] == "failed"
    assert '"article"' in done.stdout
