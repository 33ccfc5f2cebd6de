"""What an HTML page states about itself as data: JSON-LD, meta tags, headings, links."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import lxml.html

from newsfold.clean import identity
from newsfold.clean.draft import Evidence
from newsfold.clean.front import headline
from newsfold.clean.markup import offset
from newsfold.model import DatedBy, When
from newsfold.text import chars, dates
from newsfold.text.language import Language

MAX_JSON = 500_000  # characters of one JSON-LD block
MAX_NODES = 2_000  # of one page's JSON-LD graph
MAX_SIGNED = 6  # marked-up author names; more are those of a list of articles
SHARED = 0.5  # of an h1's words that must stand in the metadata's titles
MIN_ALONE_WORDS = 3  # of an h1 that metadata do not know; shorter ones name a site or a section
_ARTICLE = re.compile(r"(?:Article|BlogPosting|LiveBlogPosting|Report|NewsStory)$")
_ISO = re.compile(
    r"(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2})?)(?:\.\d{1,9})?\s?(Z|[+-]\d{2}:?\d{2})"
)
# '2022-02-112023-05-08': two templates wrote into one attribute, and neither can be trusted.
_RUN_ON = re.compile(r"\d{4}-\d{2}-\d{3}")
_PUBLISHED = (
    "article:published_time", "og:article:published_time", "datepublished", "parsely-pub-date",
    "sailthru.date", "dc.date.issued", "dcterms.created", "dcterms.date", "dc.date",
    "dc.date.created", "publish-date", "publication_date", "publishdate", "pubdate",
    "article.published", "published_date", "article_date_original", "cxenseparse:recs:publishtime",
    "date", "rnews:datepublished", "bt:pubdate", "og:published_time", "published_time_telegram",
    "citation_publication_date",
)  # fmt: skip
_MODIFIED = (
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "dcterms.modified",
    "last-modified",
)
_TITLES = (
    "og:title",
    "twitter:title",
    "parsely-title",
    "sailthru.title",
    "dc.title",
    "dcterms.title",
)
_AUTHORS = (
    "author",
    "article:author",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "byl",
    "authors",
    "dcterms.creator",
)
_SIGNED = (
    "//*[(@itemprop='name' and ancestor::*[@itemprop='author'])"
    " or (@itemprop='author' and not(*)) or (self::a and @rel='author')"
    " or contains(@class, 'author-name') or contains(@class, 'author__name')]"
    "[not(ancestor::*[contains(@class, 'comment')])]"
)
_SECTIONS = ("article:section", "parsely-section", "section", "category")


@dataclass(frozen=True, slots=True)
class Stated:
    """What a page says about itself; unknown parts are None or empty."""

    titles: tuple[str, ...] = ()  # headlines in metadata and <title>, best first
    headings: tuple[str, ...] = ()  # every h1
    site: str | None = None
    url: str | None = None
    authors: tuple[str, ...] = ()
    signed: tuple[str, ...] = ()  # names in the text that are marked up as its author's
    dates: tuple[Evidence, ...] = ()  # of publication
    changed: tuple[Evidence, ...] = ()  # of the last change
    language: str | None = None
    categories: tuple[str, ...] = ()
    image: str | None = None
    kind: str | None = None  # og:type or the JSON-LD type
    description: str | None = None
    body: str | None = None  # the article's whole text, as JSON-LD may give it
    live: Mapping[str, Any] = field(default_factory=dict)  # the JSON-LD node with a blog's posts

    @property
    def site_key(self) -> str:
        """The site's name, folded."""
        return chars.fold(self.site or "")


def read(tree: lxml.html.HtmlElement, language: Language) -> Stated:
    """What the page states about itself."""
    meta = _meta(tree)
    article, site, live = _linked(tree)
    texts = [
        _text(article.get("headline")),
        *(meta.get(k) for k in _TITLES),
        _first(tree, "//title"),
    ]
    publisher = _names(article.get("publisher"))
    links = tree.xpath("//link[@rel='canonical']/@href")
    return Stated(
        titles=_distinct(texts),
        headings=_distinct(_inner(h) for h in tree.xpath("//h1")[:10]),
        site=meta.get("og:site_name")
        or (publisher[0] if publisher else None)
        or site
        or meta.get("application-name"),
        url=next(
            (u for u in [*map(str, links[:1]), meta.get("og:url"), _text(article.get("url"))] if u),
            None,
        ),
        authors=_distinct([*_names(article.get("author")), *(meta.get(k) for k in _AUTHORS)]),
        signed=_signed(tree),
        dates=tuple(_published(tree, article, meta, language)),
        changed=tuple(_changed(article, meta, language)),
        language=_language(tree, meta, article),
        categories=_categories(article, meta),
        image=meta.get("og:image") or meta.get("twitter:image"),
        kind=meta.get("og:type") or _text(article.get("@type")),
        description=meta.get("og:description") or meta.get("description"),
        body=body if isinstance(body := article.get("articleBody"), str) else None,
        live=live,
    )


def title(stated: Stated) -> str | None:
    """The headline: an h1 that metadata know or that stands alone, else the metadata's title.

    Either without the name of its site.
    """
    plain = [_plain(t, stated) for t in stated.titles]
    wanted = {w.casefold() for t in plain[:3] for w in t.split()}
    known = [h for h in stated.headings if len(h.split()) > 1 and _shared(h, wanted) >= SHARED]
    if known:
        # 'News' or the site's name as an h1 is all in the title too: the one that says most is it.
        return _plain(
            max(known, key=lambda h: len({w.casefold() for w in h.split()} & wanted)), stated
        )
    if plain and not _stands_alone(stated):
        return plain[0]
    return stated.headings[0] if stated.headings else None


def _plain(text: str, stated: Stated) -> str:
    for name in _site_names(stated):
        text = headline.stripped(text, name)
    return text


def _site_names(stated: Stated) -> tuple[str, ...]:
    """What the site may call itself: its stated name, its host, and that without its ending."""
    host = (urlsplit(identity.canonical(stated.url) or "").hostname or "").removeprefix("www.")
    return tuple(name for name in (stated.site, host, host.rpartition(".")[0]) if name)


def _stands_alone(stated: Stated) -> bool:
    """Whether the only h1 is a headline of its own; the metadata's is then the one for sharing."""
    if len(stated.headings) != 1 or len(stated.headings[0].split()) < MIN_ALONE_WORDS:
        return False
    own = chars.fold(stated.headings[0])
    names = (chars.fold(name) for name in _site_names(stated))
    return not any(name in own for name in names if len(name) > 2)


def _shared(text: str, wanted: set[str]) -> float:
    own = {w.casefold() for w in text.split()}
    return len(own & wanted) / len(own) if own else 0.0


def _meta(tree: lxml.html.HtmlElement) -> dict[str, str]:
    """Meta tags by small name, the first of each."""
    found: dict[str, str] = {}
    for element in tree.xpath("//meta[@content]")[:500]:
        name = element.get("property") or element.get("name") or element.get("itemprop")
        content = _clean(element.get("content"))
        if name and content:
            found.setdefault(name.strip().lower(), content)
    return found


def _linked(
    tree: lxml.html.HtmlElement,
) -> tuple[Mapping[str, Any], str | None, Mapping[str, Any]]:
    """Of the page's JSON-LD the article's node, the site's name, and the node of live posts.

    A node that the page has not is {}.
    """
    article: Mapping[str, Any] = {}
    live: Mapping[str, Any] = {}
    site: str | None = None
    for script in tree.xpath("//script[contains(@type, 'ld+json')]")[:20]:
        for node in _nodes(_json(script.text or "")):
            kinds = node.get("@type")
            names = [
                k for k in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(k, str)
            ]
            if any(_ARTICLE.search(name) for name in names) and not article:
                article = {**node, "@type": names[0]}
            if node.get("liveBlogUpdate") and not live:
                live = node
            if "WebSite" in names and site is None:
                site = _text(node.get("name"))
    return article, site, live


def _json(text: str) -> Any:
    try:
        # Line ends inside strings are the commonest fault of embedded JSON.
        return json.loads(text[:MAX_JSON], strict=False)
    except (ValueError, RecursionError):
        return None


def _nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Every object of the graph, outer ones first."""
    queue, seen = [value], 0
    while queue and seen < MAX_NODES:
        current = queue.pop(0)
        seen += 1
        if isinstance(current, list):
            queue.extend(current[:MAX_NODES])
        elif isinstance(current, dict):
            yield current
            graph = current.get("@graph") or current.get("mainEntity")
            if graph is not None:
                queue.append(graph)


def _signed(tree: lxml.html.HtmlElement) -> tuple[str, ...]:
    """The names marked up as authors; () when they are too many to be one article's."""
    found = _distinct(_inner(element) for element in tree.xpath(_SIGNED)[:100])
    return found if len(found) <= MAX_SIGNED else ()


def _names(value: Any) -> list[str]:
    listed = value if isinstance(value, list) else [value]
    found = [_text(v.get("name")) if isinstance(v, dict) else _text(v) for v in listed[:20]]
    return [name for name in found if name]


def _published(
    tree: lxml.html.HtmlElement,
    article: Mapping[str, Any],
    meta: Mapping[str, str],
    language: Language,
) -> Iterator[Evidence]:
    """The date of publication that the markup states first of all its places."""
    times = tree.xpath(
        "//time[@itemprop='datePublished' or @pubdate]/@datetime"
        " | //*[@itemprop='datePublished']/@content"
    )
    texts = [
        _text(article.get("datePublished")),
        *(meta.get(k) for k in _PUBLISHED),
        *map(str, times[:3]),
        _text(article.get("dateCreated")),
        # Times above the headline, or in no article, are those of teasers.
        *map(str, tree.xpath("(//h1)[1]/following::time[@datetime][1]/@datetime")),
        *map(str, tree.xpath("//article//time/@datetime | //main//time/@datetime")[:1]),
    ]
    for found in _first_moment(texts, language):
        others = filter(None, (moment(text or "", language) for text in texts))
        clocks = filter(None, (offset.local(text or "") for text in texts))
        yield Evidence(offset.stated(found.when, others, clocks), found.by)


def _changed(
    article: Mapping[str, Any], meta: Mapping[str, str], language: Language
) -> Iterator[Evidence]:
    yield from _first_moment(
        [_text(article.get("dateModified")), *(meta.get(k) for k in _MODIFIED)], language
    )


def _first_moment(texts: Sequence[str | None], language: Language) -> Iterator[Evidence]:
    for text in texts:
        when = moment(text or "", language)
        if when is not None:
            yield Evidence(when, DatedBy.MARKUP)
            return


def moment(text: str, language: Language) -> When | None:
    """The date in a metadata field: an instant when it gives time and zone, else a day."""
    found = _ISO.search(text[:60])
    if found is not None:
        zone = "+00:00" if found[3] == "Z" else found[3]
        try:
            return When.at(datetime.fromisoformat(f"{found[1]}T{found[2]}{zone}"))
        except (ValueError, OverflowError):  # 25:00; year 1 in an eastern zone
            return None
    if _RUN_ON.search(text[:120]):
        return None
    stamps = dates.stamp(text[:120], language)
    return stamps[0] if stamps else None


def _language(
    tree: lxml.html.HtmlElement, meta: Mapping[str, str], article: Mapping[str, Any]
) -> str | None:
    stated = tree.get("lang") or _text(article.get("inLanguage")) or meta.get("og:locale")
    return stated or meta.get("content-language")


def _categories(article: Mapping[str, Any], meta: Mapping[str, str]) -> tuple[str, ...]:
    section = article.get("articleSection")
    listed = section if isinstance(section, list) else [section]
    found = [_text(s) for s in listed[:5]]
    return _distinct([*found, *(meta.get(k) for k in _SECTIONS)])


def _first(tree: lxml.html.HtmlElement, path: str) -> str | None:
    found = tree.xpath(path)
    return _inner(found[0]) if found else None


def _inner(element: lxml.html.HtmlElement) -> str:
    return _clean("".join(map(str, element.itertext()))[:1000])


def _text(value: Any) -> str | None:
    return (_clean(value) or None) if isinstance(value, str) else None


def _clean(text: str | None) -> str:
    return chars.squeeze(chars.printable((text or "")[:2000]))


def _distinct(texts: Sequence[str | None] | Iterator[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(t for t in texts if t))
