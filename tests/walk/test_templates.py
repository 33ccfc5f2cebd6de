"""Templates of a site's own: copied out, changed, and used by the next mail."""

from __future__ import annotations

import tomllib
from pathlib import Path

from newsfold import resources
from tests.walk.conftest import Digest
from tests.walk.test_sample import AT


def test_ejected_templates_are_the_built_in_ones(digest: Digest, tmp_path: Path) -> None:
    """`init --templates` copies every file to the byte and overwrites none that is there."""
    digest("init", "--templates", "site")
    built_in = resources.templates()
    names = {path.relative_to(built_in) for path in built_in.rglob("*.j2")}
    copied = tmp_path / "site" / "templates"
    assert {path.relative_to(copied) for path in copied.rglob("*.j2")} == names
    assert all((copied / name).read_bytes() == (built_in / name).read_bytes() for name in names)
    assert not (tmp_path / "site" / "digest.toml").exists()

    own = copied / "email" / "parts" / "masthead.j2"
    own.write_text("<h1>Mine</h1>", "utf-8")
    kept = digest("init", "--templates", "site", exits=2)
    assert f"Kept {Path('site/templates/email/parts/masthead.j2')}" in kept.stderr
    assert own.read_text("utf-8") == "<h1>Mine</h1>"


def test_a_changed_part_is_in_the_next_mail(digest: Digest, tmp_path: Path) -> None:
    """A file in the folder that the settings name replaces the built-in one, the rest stays."""
    (tmp_path / "digest.toml").write_text('[site]\ntemplates = "own"\n', "utf-8")
    digest("init", "--templates")
    plain = digest("preview", "--source", resources.seeds(), "--at", AT, "--out", "plain")
    (tmp_path / "own" / "email" / "parts" / "masthead.j2").write_text("<h1>Mine</h1>", "utf-8")
    digest("preview", "--source", resources.seeds(), "--at", AT, "--out", "mine")
    before = (tmp_path / "plain" / "issue.html").read_text("utf-8")
    after = (tmp_path / "mine" / "issue.html").read_text("utf-8")
    assert "issue.html" in plain.stdout
    assert ">Mine</h1>" in after
    assert ">Mine</h1>" not in before
    assert before[before.index("<h2") :] == after[after.index("<h2") :]


def test_a_theme_that_cannot_be_read_stops_the_run(digest: Digest, tmp_path: Path) -> None:
    """It is refused before an article is read; nothing is written."""
    (tmp_path / "digest.toml").write_text(
        '[[newsletters]]\n[newsletters.theme.light]\nlink = "#ffffff"\n', "utf-8"
    )
    refused = digest("run", "--source", resources.seeds(), "--at", AT, exits=2)
    assert "link #ffffff on paper" in refused.stderr
    assert not (tmp_path / "outbox").exists()


def test_a_first_settings_file_names_the_language(digest: Digest, tmp_path: Path) -> None:
    """What init was told stands in the file, as a line to change; what is no language is refused
    before anything is written."""
    digest("init", "news", "--language", "de")
    assert tomllib.loads((tmp_path / "news" / "digest.toml").read_text())["newsletters"] == [
        {
            "slug": "daily",
            "title": "Daily digest",
            "sender": "digest@localhost.localdomain",
            "timezone": "UTC",
            "language": "de",
            "schedule": "0 7 * * *",
        }
    ]
    assert "ISO 639-1" in digest("init", "odd", "--language", "german", exits=2).stderr
    assert not (tmp_path / "odd").exists()
