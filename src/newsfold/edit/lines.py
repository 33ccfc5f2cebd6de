"""The sentences and post headings of a story's articles, read once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from newsfold.edit import datelines
from newsfold.model import Article, Post, Precision
from newsfold.text import dates, sentences, words
from newsfold.text.language import Language

MAX_LINES = 160  # per article: the longest live blogs; a news text has 20 to 40
MAX_ARTICLES = 24  # read in full per story; ten outlets already say it all


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence of an article, or the heading of a live blog's post."""

    text: str
    article: int  # index into the story's articles
    paragraph: int | None  # index into the article's paragraphs; None for a heading
    order: int  # place in its article, counted over sentences and headings
    size: int  # words; of a script without spaces as many as would say the same (`words.length`)
    mentions: tuple[dates.Mention, ...]  # the dates it speaks of
    before: str = ""  # the sentence right before it in the same text, else ''
    opens: bool = False  # whether it is the first of its post, or of an article without posts
    post: int | None = None  # index of its live-blog post
    terms: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[int, int]:
        """Where it stands: reading order over the whole story."""
        return (self.article, self.order)

    @property
    def undated(self) -> str:
        """The text with the dates that it speaks of as blanks, at the same length."""
        blank = list(self.text)
        for mention in self.mentions:
            blank[mention.start : mention.end] = " " * (mention.end - mention.start)
        return "".join(blank)


def base(article: Article) -> date | None:
    """The day against which the article's 'today' and 'on Monday' are read; None if unknown."""
    when = article.published_at
    if when is None or when.precision not in (Precision.INSTANT, Precision.DAY):
        return None
    return when.first


def read(
    articles: Sequence[Article], language: Language, most: int = MAX_ARTICLES
) -> tuple[Line, ...]:
    """The lines of the first `most` articles, in reading order."""
    found: list[Line] = []
    for index, article in enumerate(articles[:most]):
        found += _article(index, article, language)
    return tuple(found)


def _article(index: int, article: Article, language: Language) -> list[Line]:
    today = base(article)
    found: list[Line] = []
    before = ""
    for post, paragraph, text in _pieces(article):
        heading = paragraph is None
        opens = not found or post != found[-1].post or found[-1].paragraph is None
        if opens:
            before = ""
        if opens and not heading:
            text = text[datelines.end(text, language) :]
        parts = [text] if heading else sentences.split(text, article.language)
        for part in parts:
            found.append(
                Line(
                    text=part,
                    article=index,
                    paragraph=paragraph,
                    order=len(found),
                    size=words.length(part),
                    mentions=tuple(dates.mentions(part, today, language)),
                    before=before,
                    opens=opens and not heading,
                    post=post,
                    terms=tuple(words.terms(part, language)),
                )
            )
            before, opens = ("" if heading else part), False
        if len(found) >= MAX_LINES:
            break
    return found[:MAX_LINES]


def _pieces(article: Article) -> Iterator[tuple[int | None, int | None, str]]:
    """(post, paragraph, text) in reading order; a post's heading before its paragraphs."""
    starts = _starts(article.posts, article.paragraphs)
    post: int | None = None
    for number, paragraph in enumerate(article.paragraphs):
        if number in starts:
            post = starts[number]
            heading = article.posts[post].heading
            if heading:
                yield post, None, heading
        yield post, number, paragraph


def _starts(posts: Sequence[Post], paragraphs: Sequence[str]) -> dict[int, int]:
    """Paragraph index -> the post that begins there."""
    starts: dict[int, int] = {}
    place = 0
    for index, post in enumerate(posts):
        if not post.paragraphs:
            continue
        try:
            place = paragraphs.index(post.paragraphs[0], place)
        except ValueError:
            continue  # the cleaner dropped the paragraph as a repeat
        starts[place] = index
        place += 1
    return starts
