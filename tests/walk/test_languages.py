"""One issue, readers of several languages: each gets it in the language of their own choice."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import ROOT
from tests.walk.conftest import Digest
from tests.walk.test_sample import AT, mail

READERS = """email,name,language
ann@example.org,Ann,en
bea@example.org,Bea,de
cem@example.org,Cem,ar
dov@example.org,Dov,fr
eve@example.org,Eve,
"""
SETTINGS = f"""
[[sources]]
name = "sample"
path = "{(ROOT / "seeds").as_posix()}"
[[newsletters]]
language = "en"
languages = ["de", "ar"]
"""


def _set_up(folder: Path) -> None:
    (folder / "readers.csv").write_text(READERS, "utf-8")
    (folder / "digest.toml").write_text(SETTINGS, "utf-8")


def _bodies(folder: Path, kind: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for path in (folder / "outbox").glob("*.eml"):
        one = mail(path)
        body = one.get_body((kind,))
        assert body is not None
        found[str(one["To"].addresses[0].username)] = str(body.get_content())
    return found


def test_each_reader_gets_an_offered_language(digest: Digest, tmp_path: Path) -> None:
    """Own language where the newsletter offers it, else the newsletter's; one issue for all."""
    _set_up(tmp_path)
    digest("run", "--subscribers", "readers.csv", "--at", AT)
    said = {"ann": "Unsubscribe", "bea": "Abmelden", "cem": "إلغاء الاشتراك"}
    said |= {"dov": "Unsubscribe", "eve": "Unsubscribe"}
    text, html = _bodies(tmp_path, "plain"), _bodies(tmp_path, "html")
    assert set(text) == set(html) == set(said)
    for reader, word in said.items():
        assert word in text[reader], reader
        assert word in html[reader], reader
    assert 'lang="ar" dir="rtl"' in html["cem"]
    assert "12. März" in text["bea"]


def test_a_frozen_issue_is_shown_in_each_of_its_languages(digest: Digest, tmp_path: Path) -> None:
    """`issues show --language` prints the variant that those readers got."""
    _set_up(tmp_path)
    digest("run", "--subscribers", "readers.csv", "--at", AT)
    assert "Abmelden" in digest("issues", "show", "daily-2026-03-12", "--language", "de").stdout
    assert "Unsubscribe" in digest("issues", "show", "daily-2026-03-12").stdout


def test_preview_speaks_an_offered_language_only(digest: Digest, tmp_path: Path) -> None:
    """`preview --language` writes that variant; for another it says which ones there are."""
    _set_up(tmp_path)
    digest("preview", "--at", AT, "--language", "de", "--out", "shown")
    assert "Wichtige Ereignisse" in (tmp_path / "shown" / "issue.txt").read_text("utf-8")
    refused = digest("preview", "--at", AT, "--language", "fr", "--out", "not", exits=2)
    assert "only in: en, de, ar" in refused.stderr
