"""The archive: from issues that went out to a folder that a browser or a web server shows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as Xml

from newsfold import archive, resources
from newsfold.config import Config
from newsfold.render import atom
from newsfold.render import issue as renderer
from newsfold.store import database, issues
from newsfold.store.issues import Frozen
from tests.render import reading, samples
from tests.walk.conftest import Digest
from tests.walk.test_sample import AT

SETTINGS = '[site]\n{site}\n[[newsletters]]\nlanguages = ["de", "ar"]\n'
PAGES = {
    "index.html",
    "daily.atom",
    "daily-2026-03-12/index.html",
    "daily-2026-03-12/de/index.html",
    "daily-2026-03-12/ar/index.html",
}


def _files(folder: Path) -> dict[str, str]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in found}


def _sent(digest: Digest, tmp_path: Path, site: str) -> None:
    (tmp_path / "digest.toml").write_text(SETTINGS.format(site=site), "utf-8")
    (tmp_path / "readers.csv").write_text("email\nann@example.org\n", "utf-8")
    digest(
        "run", "--source", resources.seeds(), "--subscribers", "readers.csv", "--at", AT, exits=0
    )


def test_export_writes_pages_that_find_each_other(digest: Digest, tmp_path: Path) -> None:
    """Without an address every link leads from file to file, in each language and the feed."""
    _sent(digest, tmp_path, "")
    said = digest("issues", "export", "--out", "www")
    assert "Wrote 5 files" in said.stdout
    files = _files(tmp_path / "www")
    assert set(files) == PAGES
    for name, content in files.items():
        here = tmp_path / "www" / name
        links = (
            [node.get("href") or "" for node in Xml.fromstring(content).iter() if node.get("href")]
            if name.endswith(".atom")
            else [url for _, url in reading.links(content)]
        )
        near = [url for url in links if "://" not in url]
        assert near, name
        assert [url for url in near if not (here.parent / url).is_file()] == []


def test_run_writes_the_page_before_the_mail(digest: Digest, tmp_path: Path) -> None:
    """With site.archive the pages are those of an export, at the addresses that the mail names."""
    _sent(digest, tmp_path, 'archive = "served/a"\nbase_url = "https://news.example.org"')
    digest("issues", "export", "--out", "again")
    served = _files(tmp_path / "served" / "a")
    assert served == _files(tmp_path / "again")
    assert set(served) == PAGES
    mail = (tmp_path / "outbox" / "daily-2026-03-12.html").read_text("utf-8")
    online = dict(reading.links(mail))["Read this issue online"]
    assert online == "https://news.example.org/a/daily-2026-03-12"
    assert f'<link rel="canonical" href="{online}">' in served["daily-2026-03-12/index.html"]
    german = served["daily-2026-03-12/de/index.html"]
    assert f'<link rel="canonical" href="{online}/de">' in german
    assert 'href="https://news.example.org/a/daily.atom"' in served["daily.atom"]


def test_the_preview_writes_the_same_page(digest: Digest, tmp_path: Path) -> None:
    """`preview --out` has the issue's page beside the four files of the mail."""
    done = digest("preview", "--source", resources.seeds(), "--at", AT, "--out", "out")
    names = {"issue.html", "issue.txt", "issue.eml", "issue.json", "web.html"}
    assert {path.name for path in (tmp_path / "out").iterdir()} == names
    assert all(name in done.stdout for name in names)
    page = (tmp_path / "out" / "web.html").read_text("utf-8")
    mail = (tmp_path / "out" / "issue.html").read_text("utf-8")
    assert reading.texts(page, "h3") == reading.texts(mail, "h3")


def test_a_feed_ends_with_the_newest(tmp_path: Path) -> None:
    """Of 25 issues the list has all, newest first, and the feed the newest 20."""
    config = Config(newsletters=(samples.NEWSLETTER,), site=samples.OFFLINE)
    rendered = renderer.render(samples.issue(), samples.NEWSLETTER, samples.OFFLINE)
    with database.opened(f"sqlite:///{tmp_path}/d.sqlite3") as db:
        for day in range(1, 26):
            name = f"daily-2026-03-{day:02}"
            told = replace(
                samples.issue(),
                id=name,
                edition=name[-10:],
                number=day,
                due_at=samples.issue().due_at.replace(day=day),
            )
            assert issues.freeze(db, Frozen(told, (replace(rendered, issue_id=name),), ()))
        files = {file.path: file.content.decode() for file in archive.whole(db, config)}
    listed = [url for _, url in reading.links(files["index.html"]) if url.startswith("daily-")]
    assert listed == [f"daily-2026-03-{day:02}/index.html" for day in range(25, 0, -1)]
    # All have one headline; no two links of the list have one name.
    named = [a for a in reading.tree(files["index.html"]).iter("a") if a.getparent().tag == "h3"]
    assert len({a.get("aria-label") or str(a.text_content()) for a in named}) == 25
    entries = Xml.fromstring(files["daily.atom"]).findall(f"{{{atom.NAMESPACE}}}entry")
    assert len(entries) == atom.NEWEST
    assert "2026-03-25" in str(Xml.tostring(entries[0]))
    assert len(files) == 27


def test_an_issue_of_an_odd_name_stays_out_of_the_folder(tmp_path: Path) -> None:
    """An id out of an editor's file cannot put a page anywhere else."""
    config = Config(newsletters=(samples.NEWSLETTER,))
    rendered = renderer.render(samples.issue(), samples.NEWSLETTER, samples.OFFLINE)
    with database.opened(f"sqlite:///{tmp_path}/d.sqlite3") as db:
        for number, name in enumerate(("../../x", "/x", ".x", "a\\..\\x", "")):
            told = replace(samples.issue(), id=name, edition=f"e{number}", number=number)
            assert issues.freeze(db, Frozen(told, (replace(rendered, issue_id=name),), ()))
        paths = [file.path for file in archive.whole(db, config)]
    assert paths == ["index.html"]
