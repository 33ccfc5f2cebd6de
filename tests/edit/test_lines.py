"""The lines of a story's articles."""

from newsfold.edit import lines
from tests.edit import newsroom


def test_size_does_not_need_spaces() -> None:
    """A Chinese sentence is as long as one that says the same in words with spaces."""
    article = newsroom.article("港务局", "港务局周二表示，渡轮将停航三天。", language="zh")
    (line,) = lines.read([article], newsroom.known_tables().language("zh"))
    assert line.size == 7
