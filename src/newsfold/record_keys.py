"""The names that scrapers give an article's fields in JSON, and how they are compared.

Names are compared without case and separators: 'publishedAt', 'published_at' and 'Published-At'
are one. Each list is in the order in which its names are believed. Sources: the exports of
newspaper4k, trafilatura, news-please and Scrapy's examples, schema.org, JSON Feed, the REST answers
of WordPress and the Guardian, NewsAPI, GDELT.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

TITLES = tuple("title headline articletitle webtitle titlepage titlerss name heading".split())
BODIES = tuple(
    "text content body articlebody articletext article fulltext maintext textcontent bodytext"
    " storytext cleanedtext textcleaned plaintext pagecontent contenttext contenthtml bodyhtml"
    " paragraphs rawtext html rawhtml description summary excerpt abstract snippet".split()
)
URLS = tuple(
    "url link canonicalurl canonicallink permalink weburl articleurl href externalurl originallink"
    " originalurl sourceurl documentidentifier mainentityofpage".split()
)
DATES = tuple(
    "publishedat published datepublished pubdate publishdate publicationdate datepublish"
    " publisheddate publishedon publishedtime publishtime webpublicationdate firstpublishedat"
    " dategmt date datetime posted postedat createdat datecreated timestamp".split()
)
AUTHORS = tuple("authors author byline creator writers writer by".split())
OUTLETS = tuple(
    "outlet sourcename sourcehostname metasitename sitename publisher publication source site"
    " newspaper website sourcecommonname sourcedomain domain hostname".split()
)
CATEGORIES = tuple(
    "section articlesection category sectionname categories sections topic tags keywords"
    " metakeywords".split()
)
LISTED = frozenset("categories sections tags keywords metakeywords".split())  # 'coast, light'
LANGUAGES = tuple("language lang metalang inlanguage".split())
FETCHED = tuple(
    "fetchedat fetchtime crawledat crawldate scrapedat scrapedate retrievedat downloadedat"
    " datedownload accessedat collectedat indexedat seendate".split()
)
# A picture's own fields follow those of schema.org's ImageObject; some exports have them beside it,
# as 'image_alt' beside 'image'.
PICTURES = tuple("picture image leadimage mainimage featuredimage pictures images".split())
PICTURE_URLS = tuple("url contenturl src href".split())
PICTURE_ALTS = tuple("alt alttext alternativetext accessibilitytext".split())
SIZES = ("width", "height")
PICTURE_CREDITS = tuple("credit credits credittext copyrightholder copyright photographer".split())
# Known, and of no use here: what an article shows beside its text, ids, sizes, counters.
UNUSED = frozenset(
    "id guid uuid uri type context graph imageurl urltoimage topimage metaimg movies"
    " video videos media thumbnail thumbnailurl socialimage bannerimage attachments metafavicon"
    " favicon readmorelink keywordscores metadescription subtitle filename localpath datemodify"
    " datemodified modified modifiedgmt modifiedat updated updatedat dateupdated lastmodified"
    " fingerprint license comments pagetype filedate status statuscode hash md5 sha256 wordcount"
    " length size score spider depth position index slug template format version likes shares"
    " views sticky pingstatus commentstatus featuredmedia sourcecountry urlmobile ispaywalled"
    " isaccessibleforfree wordcounts copyrightholder copyrightyear alternativeheadline".split()
)
KNOWN = UNUSED.union(TITLES, BODIES, URLS, DATES, AUTHORS, OUTLETS, CATEGORIES, LANGUAGES, FETCHED)
KNOWN |= {
    *PICTURES,
    *(f"{one}{own}" for one in PICTURES for own in (*PICTURE_ALTS, *PICTURE_CREDITS, *SIZES)),
}
# Objects in which exports put the article's own fields.
WRAPPERS = frozenset(
    "_source fields attributes article data item document doc post metadata meta".split()
)

_SEPARATORS = re.compile(r"[\s_.:@$#-]+")


def fold(name: str) -> str:
    """The name without case and separators, as the lists here spell it."""
    return _SEPARATORS.sub("", name.lower())


def fields(record: Mapping[str, Any]) -> dict[str, Any]:
    """Folded name -> value; of names that fold to one the first with a value counts.

    What a wrapper holds counts as the record's own, behind what the record says itself.
    """
    found: dict[str, Any] = {}
    for name, value in _pairs(record):
        key = fold(name.rpartition("/")[2])
        if found.get(key) in (None, "", [], {}):
            found[key] = value
    return found


def unknown(record: Mapping[str, Any]) -> Iterator[str]:
    """The names in the record that no list here knows, a wrapper's as 'wrapper/name'."""
    for name, _ in _pairs(record):
        own = name.rpartition("/")[2]
        if not own.startswith("_") and fold(own) not in KNOWN:
            yield name


def _pairs(record: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    inner: list[tuple[str, Mapping[str, Any]]] = []
    for name, value in record.items():
        if name.lower() in WRAPPERS and isinstance(value, dict):
            inner.append((name, value))
        else:
            yield name, value
    for wrapper, held in inner:
        yield from ((f"{wrapper}/{name}", value) for name, value in held.items())
