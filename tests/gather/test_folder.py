"""Files, folders and standard input become documents; what cannot be read is a failure."""

import io
import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from newsfold.gather import folder
from newsfold.gather.origin import Item
from newsfold.model import Document, Failure, Hints, Media, Notice, When

LIMIT = 10_000


def gathered(*paths: Path | str, **options: object) -> list[Item]:
    """Everything under the paths, with a limit that suits tests."""
    return list(folder.documents(paths, max_bytes=LIMIT, **options))  # type: ignore[arg-type]


def reasons(items: list[Item]) -> list[tuple[str, str]]:
    """Each failure as (last part of its locator, reason)."""
    return [(Path(i.locator).name, i.reason) for i in items if isinstance(i, Failure)]


def names(items: list[Item]) -> list[str]:
    """The last part of each document's locator."""
    return [Path(i.locator).name for i in items if isinstance(i, Document)]


def test_a_folder_is_read_in_the_order_of_names(tmp_path: Path) -> None:
    """The order never depends on the file system, and sub-folders stand at their own name."""
    for name in ("b.txt", "a.html", "d.md", "c/z.txt", "c/y.htm"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    items = gathered(tmp_path, source="desk")
    assert names(items) == ["a.html", "b.txt", "y.htm", "z.txt", "d.md"]
    assert [i.media for i in items if isinstance(i, Document)] == [
        Media.HTML,
        Media.TEXT,
        Media.HTML,
        Media.TEXT,
        Media.MARKDOWN,
    ]
    assert {i.source for i in items if isinstance(i, Document)} == {"desk"}


def test_the_body_is_the_bytes_of_the_file(tmp_path: Path) -> None:
    """Nothing is decoded; only a byte order mark states a charset; the mtime is no fetch time."""
    file = tmp_path / "a.txt"
    file.write_bytes("\ufeffÄ\n".encode("utf-16-le"))
    (document,) = gathered(file)
    assert isinstance(document, Document)
    assert document.body == file.read_bytes()
    assert (document.charset, document.fetched_at) == ("utf-16", None)
    assert (document.source, document.locator) == (str(file), str(file))
    file.write_bytes(b"\xc4")
    (document,) = gathered(file)
    assert isinstance(document, Document)
    assert document.charset is None


def test_a_page_saved_as_text_is_a_page(tmp_path: Path) -> None:
    """A .txt file that begins as HTML does is read as HTML."""
    (tmp_path / "a.txt").write_text("\n<!DOCTYPE html><html><p>Hello</p>")
    (document,) = gathered(tmp_path)
    assert isinstance(document, Document)
    assert document.media is Media.HTML


def test_what_is_passed_over_and_what_is_told(tmp_path: Path) -> None:
    """Hidden files and READMEs are passed over; other unknown files are failures."""
    for name in (".hidden.txt", ".git/a.txt", "README.md", "Readme.txt", "table.xlsx", "noname"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    items = gathered(tmp_path)
    assert names(items) == []
    assert reasons(items) == [("noname", "unknown-type"), ("table.xlsx", "unknown-type")]


def test_a_file_over_the_limit(tmp_path: Path) -> None:
    """The limit itself is allowed; a byte more is a failure that names the setting."""
    (tmp_path / "fits.txt").write_bytes(b"x" * LIMIT)
    (tmp_path / "large.txt").write_bytes(b"x" * (LIMIT + 1))
    items = gathered(tmp_path)
    assert names(items) == ["fits.txt"]
    assert reasons(items) == [("large.txt", "too-large")]
    assert "gather.max_bytes" in items[1].detail if isinstance(items[1], Failure) else False


def test_links(tmp_path: Path) -> None:
    """Links within the folder are read once; those that lead out or in a circle are refused."""
    inside, outside = tmp_path / "in", tmp_path / "out"
    (inside / "sub").mkdir(parents=True)
    outside.mkdir()
    (outside / "secret.txt").write_text("secret")
    (inside / "a.txt").write_text("a")
    (inside / "link.txt").symlink_to(inside / "a.txt")
    (inside / "leak.txt").symlink_to(outside / "secret.txt")
    (inside / "leaks").symlink_to(outside)
    (inside / "round").symlink_to(inside / "round")
    (inside / "sub" / "up").symlink_to(inside)
    items = gathered(inside)
    assert names(items) == ["a.txt", "link.txt"]
    assert reasons(items) == [
        ("leak.txt", "outside-folder"),
        ("leaks", "outside-folder"),
        ("round", "outside-folder"),
    ]


def test_missing_and_unreadable(tmp_path: Path) -> None:
    """A missing path and a pipe are failures; the paths after them are still read."""
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "a.txt").write_text("a")
    items = gathered(tmp_path / "nowhere", tmp_path)
    assert reasons(items) == [("nowhere", "missing"), ("pipe.txt", "unknown-type")]
    assert names(items) == ["a.txt"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_forbidden_files(tmp_path: Path) -> None:
    """A file without read permission is a failure that says so."""
    (tmp_path / "a.txt").write_text("a")
    (tmp_path / "a.txt").chmod(0)
    assert reasons(gathered(tmp_path)) == [("a.txt", "unreadable")]


def test_a_name_that_is_not_utf8(tmp_path: Path) -> None:
    """Its locator can be printed and stored all the same."""
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.txt")).write_text("a")
    (document,) = gathered(tmp_path)
    assert document.locator.encode("utf-8").endswith("/\ufffd.txt".encode())


def test_a_sidecar_dates_and_describes_its_file(tmp_path: Path) -> None:
    """`fetched_at` becomes UTC; the rest are hints, over the source's own."""
    (tmp_path / "a.txt").write_text("a")
    sidecar = {
        "fetched_at": "2026-01-06T10:00:00+01:00",
        "url": "https://example.org/a",
        "outlet": "Harbour Times",
        "title": "Ferry",
        "published_at": "2026-01-05",
        "authors": ["Reader One"],
        "language": "en",
    }
    (tmp_path / "a.txt.meta.json").write_text(json.dumps(sidecar))
    (document,) = gathered(tmp_path, defaults=Hints(outlet="Other", categories=("local",)))
    assert isinstance(document, Document)
    assert document.fetched_at == datetime(2026, 1, 6, 9, tzinfo=UTC)
    assert document.hints == Hints(
        title="Ferry",
        authors=("Reader One",),
        outlet="Harbour Times",
        url="https://example.org/a",
        published_at=When.from_iso("2026-01-05"),
        language="en",
        categories=("local",),
    )


@pytest.mark.parametrize(
    "content",
    ['{"fetched_at": "2026-01-06T10:00"}', '{"published_at": "soon"}', "[1]", "{", '"x"'],
)
def test_a_bad_sidecar_does_not_lose_the_file(tmp_path: Path, content: str) -> None:
    """It is a failure beside the document, which stays undated."""
    (tmp_path / "a.txt").write_text("a")
    (tmp_path / "a.txt.meta.json").write_text(content)
    items = gathered(tmp_path)
    assert reasons(items) == [("a.txt.meta.json", "bad-sidecar")]
    assert names(items) == ["a.txt"]


@pytest.mark.parametrize(
    ("data", "media"),
    [
        (b'{"text": "a"}', Media.RECORD),
        (b"  [{}]", Media.RECORD),
        (b"<html><p>Hello", Media.HTML),
        (b"Plain words", Media.TEXT),
        (b"<rss><channel><item><title>a</title></item></channel></rss>", Media.ENTRY),
    ],
)
def test_standard_input(data: bytes, media: Media) -> None:
    """Its kind is told by its first bytes."""
    (document,) = gathered("-", stdin=io.BytesIO(data))
    assert isinstance(document, Document)
    assert (document.media, document.source) == (media, "-")


def test_standard_input_that_cannot_be_used() -> None:
    """None at all and too much of it are failures."""
    assert reasons(gathered("-")) == [("-", "unreadable")]
    assert reasons(gathered("-", stdin=io.BytesIO(b"x" * (LIMIT + 1)))) == [("-", "too-large")]


def test_files_are_read_one_at_a_time(tmp_path: Path) -> None:
    """The next file is not touched before the last was taken."""
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(name)
    reading = folder.documents([tmp_path], max_bytes=LIMIT)
    next(reading)
    (tmp_path / "b.txt").unlink()
    assert reasons(list(reading)) == [("b.txt", "missing")]


def test_unknown_keys_of_a_sidecar_are_told(tmp_path: Path) -> None:
    """A misspelt key is named with the sidecar's file; the document is read all the same."""
    (tmp_path / "a.txt").write_text("a")
    (tmp_path / "a.txt.meta.json").write_text('{"oulet": "The Bay Post"}')
    document, notice = gathered(tmp_path)
    assert isinstance(document, Document)
    assert isinstance(notice, Notice)
    assert notice.detail.endswith("'oulet'.")
    assert notice.locator.endswith("a.txt.meta.json")
