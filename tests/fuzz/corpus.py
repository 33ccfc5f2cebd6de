"""What a target starts from: the sample folder's files, small texts of our own, and words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache

from newsfold import tables
from tests.conftest import ROOT

SEEDS = ROOT / "seeds"
SUFFIXES = {
    "dump": ".txt .md",
    "markdown": ".md .txt",
    "page": ".html",
    "entry": ".html",
    "record": ".json",
    "feed": ".xml",
    "json": ".jsonl",
    "lines": ".jsonl",
}

TEXT = """The Saltmere Echo
Home | News | Sport | Weather
Ferry to Holm stays in port for a third week
By Ida Marsh, Harbour correspondent
Published 11 March 2026, 10:42 GMT - 3 min read
1 day ago
Photograph: Per Holt/Saltmere Echo
The ferry between Saltmere and the island of Holm will stay in port until Monday.
"We are waiting for one bolt," said the master of the ferry, Nils Orme."".
Read more from the Echo:Harbour wall is to be raisedOld crane finds a buyer The council meets today.
Why it matters The island has had no post since 2 March, and the shop has run out of flour. See also
Advertisement
Related articles
Five walks on Holm
Comments (12)
"""
LIVE = """Storm live: bridges closed - as it happened
Key events
Show key events only
10.42 GMT
Bridge closes
Ida Marsh
Ida Marsh
The bridge at Saltmere has been closed to lorries since the morning, the police said.
10.12 GMT
Good morning and welcome to our live coverage of the storm that reached the bay at night.
"""
OTHERS = (
    "Von Ada Trent\n11. März 2026, 10:42 Uhr\nDer Rat hat am Dienstag beschlossen, den Turm zu "
    "versetzen.\nLesen Sie auch: Der Hafen\n",
    "Par Ada Trent\nPublié le 11 mars 2026 à 10h42\nLe conseil a voté mardi le déplacement du "
    "phare.\nLire aussi : Le port\n",
    "市議会は2026年3月11日、灯台を移すことを決めた。工事は五月に始まる。\n関連記事\n",
    "مجلس المدينة قرر يوم الثلاثاء نقل المنارة القديمة بعيدا عن الجرف.\n",
)
FRONT = '---\ntitle: "Ferry"\nauthor: Ida Marsh, Bo Ray\ndate: 2026-03-11\n---\n# Ferry\n\n'
MARKED = (
    FRONT + "> **The _ferry_** [waits](https://example.org) for ![a bolt](b.png).\n\n- x\n***\n"
)
PAGE = (
    "<!doctype html><html lang=en><head><title>Ferry - Echo</title>"
    "<meta property=og:site_name content=Echo><link rel=canonical href='https://example.org/a'>"
    '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Ferry",'
    '"datePublished":"2026-03-11T10:42:00Z","author":{"name":"Ida Marsh"}}</script></head><body>'
    "<nav><a href=/>Home</a></nav><article><h1>Ferry</h1><figure><img src=/a.jpg alt=Bolt>"
    "<figcaption>The bolt. <span class=credit>Photo: Per Holt</span></figcaption></figure>"
)
ITEM = (
    "<?xml version='1.0' encoding='utf-8'?><!-- x --><feed xmlns='http://www.w3.org/2005/Atom'>"
    "<title>Echo</title><entry><title type='html'>Ferry &amp;amp; post</title>"
    "<link href='https://example.org/a'/><author><name>Ida Marsh</name></author>"
    "<updated>2026-03-11T10:42:00Z</updated><content type='html'>&lt;p&gt;"
)
RSS = "<rss version='2.0'><channel><item><title>Ferry</title><description><![CDATA[<p>"
JSON_FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Echo",
    "items": [{"id": "1", "title": "Ferry", "content_text": TEXT, "date_published": "2026-03-11"}],
}

# One token each; the rest of the language comes from the package's own tables.
TOKENS = """
<p> </p> <div> </div> <h2> <br> <a href="x"> </a> <li> <img alt="x"> <figcaption> <script> <!-- -->
<![CDATA[ ]]> <!ENTITY <!DOCTYPE &amp; &#x41; &#0; &lt; <time datetime="2026-03-11"> <meta content=
{"text":" "title": "paragraphs":[ ":" [{ }] \\ud800 \\u0000 null 1e999 -0 :[[[[
| » • – — … “ ” ’ « » [1] ." ."". 。 ！ ( ) [ ] ** __ *a* # ## > - --- === ``` \\* ![ ](
2026-03-11 11.03.2026 03/04/2026 31 0 10:42 10.42 12:00 +01:00 GMT Z 99:99 9999 %
January March Monday yesterday ago days May GMT, T00:00:00Z
By by, Published Updated Photo: Related: Read more: Advertisement Live
"""
SIGNS = ("\n", "\n\n", "\r\n", "\r", "\x00", "\x0b", "\x85", "\u2028", "\u200b", "\ufeff", "\t")
WIDE = ("\u00a0", "\u0301", "\u202e", "\U0001f600", "é", "ß", "İ", "ﬁ", "漢", "ا", "\u0e31")


def seeds(name: str) -> Iterator[bytes]:
    """The inputs from which the target starts."""
    for path in sorted(SEEDS.iterdir()):
        if path.suffix in SUFFIXES[name].split() and path.stem != "README":
            yield path.read_bytes()
    yield from (text.encode() for text in _own(name))


def _own(name: str) -> tuple[str, ...]:
    tags = "".join(f"<p>{line}</p>" for line in TEXT.splitlines())
    record = {"title": "Ferry", "text": TEXT, "date": "2026-03-11", "authors": ["Ida Marsh"]}
    many = [record, {"url": "https://example.org/b", "paragraphs": TEXT.splitlines()}]
    own: dict[str, tuple[str, ...]] = {
        "dump": (TEXT, LIVE, *OTHERS),
        "markdown": (MARKED + TEXT,),
        "page": (PAGE + tags,),
        "entry": (f"Ferry\n{tags}", f"Ferry\n{TEXT}"),
        "record": tuple(json.dumps(one) for one in (*many, {"content": tags}, {"body": [tags]})),
        "feed": (ITEM + TEXT + "</content></entry></feed>", f"{RSS}{tags}]]></description>"),
        "json": (json.dumps(JSON_FEED), json.dumps({"articles": many}), json.dumps(many)),
        "lines": ("\n".join(map(json.dumps, many)),),
    }
    return own[name]


@lru_cache(maxsize=1)
def words() -> tuple[str, ...]:
    """Tokens, signs and every plain phrase of the package's tables: what a text may be cut with."""
    known = tables.load().language("und")
    phrases = (p for listed in known.junk.values() for p in listed if not p.startswith("regex:"))
    months = [*known.dates.months]
    plain = (p.rstrip(" *") for p in phrases)
    return tuple(dict.fromkeys([*TOKENS.split(), *SIGNS, *WIDE, *months, *plain]))


def dictionary() -> str:
    """The tokens and signs in libFuzzer's own form."""
    quoted = ("".join(f"\\x{byte:02x}" for byte in w.encode()) for w in _tokens())
    return "".join(f'"{word}"\n' for word in quoted)


def _tokens() -> tuple[str, ...]:
    return (*TOKENS.split(), *SIGNS, *WIDE)
