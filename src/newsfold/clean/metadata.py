"""What an HTML page states about itself as data: JSON-LD, meta tags, headings, links."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import lxml.html

from newsfold.clean import headline
from newsfold.clean.draft import Evidence
from newsfold.model import DatedBy, When
from newsfold.text import chars, dates
from newsfold.text.language import Language

MAX_JSON = 500_000  # characters of one JSON-LD block
MAX_NODES = 2_000  # of one page's JSON-LD graph
_ARTICLE = re.compile(r"(?:Article|BlogPosting|LiveBlogPosting|Report|NewsStory)$")
_ISO = re.compile(
    r"(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2})?)(?:\.\d{1,9})?\s?(Z|[+-]\d{2}:?\d{2})"
)
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
    "twitter:data1",
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
    dates: tuple[Evidence, ...] = ()
    language: str | None = None
    categories: tuple[str, ...] = ()
    image: str | None = None
    kind: str | None = None  # og:type or the JSON-LD type


def read(tree: lxml.html.HtmlElement, language: Language) -> Stated:
    """What the page states about itself."""
    meta = _meta(tree)
    article, site = _linked(tree)
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
        dates=tuple(_dates(tree, article, meta, language)),
        language=_language(tree, meta, article),
        categories=_categories(article, meta),
        image=meta.get("og:image") or meta.get("twitter:image"),
        kind=meta.get("og:type") or _text(article.get("@type")),
    )


def title(stated: Stated) -> str | None:
    """The headline: an h1 that metadata knows, else a metadata title without its site's name."""
    plain = [headline.stripped(t, stated.site) for t in stated.titles]
    if not stated.headings:
        return plain[0] if plain else None
    if not plain:
        return stated.headings[0]
    wanted = {w.casefold() for t in plain[:3] for w in t.split()}
    best = max(stated.headings, key=lambda h: _shared(h, wanted))
    return best if _shared(best, wanted) >= 0.5 and len(best.split()) > 1 else plain[0]


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


def _linked(tree: lxml.html.HtmlElement) -> tuple[Mapping[str, Any], str | None]:
    """The article's node of the page's JSON-LD ({} for none), and the site's name in it."""
    article: Mapping[str, Any] = {}
    site: str | None = None
    for script in tree.xpath("//script[contains(@type, 'ld+json')]")[:20]:
        for node in _nodes(_json(script.text or "")):
            kinds = node.get("@type")
            names = [
                k for k in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(k, str)
            ]
            if any(_ARTICLE.search(name) for name in names) and not article:
                article = {**node, "@type": names[0]}
            if "WebSite" in names and site is None:
                site = _text(node.get("name"))
    return article, site


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


def _names(value: Any) -> list[str]:
    listed = value if isinstance(value, list) else [value]
    found = [_text(v.get("name")) if isinstance(v, dict) else _text(v) for v in listed[:20]]
    return [name for name in found if name]


def _dates(
    tree: lxml.html.HtmlElement,
    article: Mapping[str, Any],
    meta: Mapping[str, str],
    language: Language,
) -> Iterator[Evidence]:
    """Dates of publication; where there is none, that of the last change."""
    times = tree.xpath(
        "//time[@itemprop='datePublished' or @pubdate]/@datetime"
        " | //*[@itemprop='datePublished']/@content"
    )
    first = [
        _text(article.get("datePublished")),
        *(meta.get(k) for k in _PUBLISHED),
        *map(str, times[:3]),
    ]
    rest = [
        _text(article.get("dateCreated")),
        *map(str, tree.xpath("//article//time/@datetime | //main//time/@datetime")[:1]),
    ]
    last = [_text(article.get("dateModified")), *(meta.get(k) for k in _MODIFIED)]
    for text in (*first, *rest, *last):
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
