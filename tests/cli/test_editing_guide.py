"""docs/editing.md shows what the samples hold, and settings that can be set."""

from __future__ import annotations

import re

import pytest

from newsfold import config
from tests.conftest import ROOT

GUIDE = (ROOT / "docs" / "editing.md").read_text("utf-8")
BLOCKS = re.findall(r"```(\w*)\n(.*?)```", GUIDE, re.DOTALL)
SEEDS = re.sub(
    r"\s+", " ", " ".join(p.read_text("utf-8") for p in (ROOT / "seeds").glob("dump_*.txt"))
)


def pieces(block: str) -> list[str]:
    """The texts of a block between dots that stand for more, its layout and brackets taken off."""
    plain = re.sub(
        r"- [^:\n]+: | \[[^\]]+\]| \(2 sources\)|Key events|^\d\. ", "\n\n", block, flags=re.M
    )
    found = (re.sub(r"\s+", " ", part).strip() for part in re.split(r"\.\.\.|\n\n", plain))
    return [part for part in found if part]


@pytest.mark.parametrize("block", [text for kind, text in BLOCKS if not kind])
def test_before_and_after_are_the_samples(block: str) -> None:
    """Raw lines and printed sentences stand in the seeds, letter by letter."""
    lines = re.split(r"\n(?=[A-Z0-9])", block) if "Key events" not in block else [block]
    shown = [piece for line in lines for piece in pieces(line)]
    assert len(shown) > 4
    assert [piece for piece in shown if piece not in SEEDS] == []


def test_the_settings_shown_can_be_set() -> None:
    """The example of topics is read as it stands."""
    (example,) = (text for kind, text in BLOCKS if kind == "toml")
    letter = config.parse(f"[[newsletters]]\n{example}", {}).newsletters[0]
    assert [topic.mute for topic in letter.topics] == [False, True]
