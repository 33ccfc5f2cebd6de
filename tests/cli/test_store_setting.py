"""Where the settings say the store is, and how it is to be kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsfold.cli import settings


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("news.db", "{folder}/news.db"),
        ("/srv/news.db", "/srv/news.db"),
        ("sqlite:///news.db", "sqlite:///{folder}/news.db"),
        ("sqlite:////srv/news.db", "sqlite:////srv/news.db"),
        ("postgresql://ada@db/news", "postgresql://ada@db/news"),
    ],
)
def test_a_file_counts_from_the_settings_folder(tmp_path: Path, written: str, meant: str) -> None:
    """And not from where the command is typed; a server's address stays as it is."""
    file = tmp_path / "digest.toml"
    file.write_text(f'[store]\nurl = "{written}"\ndurability = "normal"\n')
    store = settings.load(file).config.store
    assert store.url == meant.format(folder=tmp_path)
    assert store.durability == "normal"


def test_without_settings_the_store_lies_in_the_outbox(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One folder holds all there is."""
    monkeypatch.chdir(tmp_path)
    store = settings.load(None, outbox=tmp_path / "outbox").config.store
    assert store.url == f"sqlite:///{tmp_path}/outbox/.newsfold/digest.sqlite3"
