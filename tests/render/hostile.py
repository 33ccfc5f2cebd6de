"""Strings that break mails, and an issue with one of them in every place."""

from __future__ import annotations

from dataclasses import replace

from newsfold.model import Citation, Issue, KeyEvent, Section, Sentence, Status, Story
from tests.render import samples

STRINGS = {
    "markup": "<script>alert(1)</script><b>bold</b><img src=x onerror=alert(1)>",
    "open tag": "a < b and <b",
    "attribute": '" onmouseover="alert(1)" x=\'',
    "cdata end": "]]> and <![CDATA[ x ]]>",
    "comment": "<!-- hidden --> -- --> <!--[if mso]>x<![endif]-->",
    "doctype": "<!DOCTYPE html><?xml version='1.0'?>",
    "entities": "&amp; &lt; &nosuch; &#0; &#x202e; &#133;",
    "jinja": "{{ 7 * 7 }} {% raw %} {# gone #} {{ view }}",
    "mjml": "</mj-text></mj-column><mj-raw>x</mj-raw><mj-foo>",
    "slot": "https://unsubscribe.invalid/00000000000000000000000000000000",
    "encoded word": "=?utf-8?q?a=0D=0ABcc:_thief@evil.example?=",
    "line ends": "one\r\nBcc: thief@evil.example\r\n\r\ntwo",
    "unicode line ends": "one\u2028two\u2029three\u0085four\x0bfive\x0csix",
    "C0 and C1": "a\x00b\x01c\x08d\x1be\x7ff\x80g\x9fh",
    "bidi controls": "abc\u202edef\u2066ghi\u2069\u200e\u200f",
    "invisible": "a\u200bb\ufeffc\u00add\u2060e",
    "lone surrogate": "a\ud800b\udfffc",
    "non-characters": "a\ufffeb\uffffc\U0001fffe",
    "emoji": "\U0001f468\u200d\U0001f469\u200d\U0001f467 ❤\ufe0f \U0001f1fa\U0001f1e6",
    "Hindi": "प्रधानमंत्री ने क्ष\u200dत्रिय कहा",
    "Thai": "นายกรัฐมนตรีกล่าวว่าน้ำท่วม",
    "Arabic": "قال رئيس الوزراء: «مُحَمَّد» (اليوم).",
    "Hebrew": "שָׁלוֹם עוֹלָם",
    "decomposed": "Cafe\u0301 Zu\u0308rich",
    "no-break spaces": "10\u00a0000\u202f€\u2003x",
    "backslashes": 'C:\\new\\table \\u{200d} \\"',
    "long word": "x" * 1_000,
    "long words": "donau" * 30 + " " + "dampf" * 30,
    "dots": ".\n.hidden\nFrom here\n..",
    "script link": '<a href="javascript:alert(1)">here</a> [here](javascript:alert(1))',
    "script address": "javascript:alert(1)",
    "web address": "https://bank.example/login",
    "blank": " \t\u200b ",
    "empty": "",
    "percent": "100% %0d%0aBcc: x %(name)s {0} {name}",
    "style": "</style><style>*{display:none}</style> color:red; font:9px",
}

# Strings whose size is the trick.
EXTREME = {"longer word": "y" * 10_000, "nested tags": "<div><b>" * 10_000}

URLS = (
    "javascript:alert(1)",
    'https://tidewatch.example/"onmouseover="alert(1)',
    "https://tidewatch.example/a\r\nBcc: thief@evil.example",
    "https://tidewatch.example/?q=<script>&x=' y",
    "https://ex\u00e4mple.example/\u202e/ü?ö#ä",
    "https://münchen.example/straße",
    "data:text/html;base64,AAAA",
    "mailto:desk@tidewatch.example?subject=a&body=b",
    "https://tidewatch.example/" + "y" * 5000,
    "not an address",
    "",
)


def story(text: str, url: str | None, key: str = "h") -> Story:
    """A story with the text in every place that holds text."""
    article = Citation(key, text, text, url, None, (text,))
    sentence = Sentence(text, key, 0)
    event = KeyEvent(sentence, None, text, (key,), 2)
    return Story(
        id=key,
        headline=text,
        articles=(article, replace(article, id=key + "2")),
        summary=(sentence, sentence),
        key_events=(event,),
        status=Status.CONTINUING,
        continuing_since=text,
        note=text,
    )


def issue(text: str, url: str | None = "https://tidewatch.example/a") -> Issue:
    """An issue with the text in its title, note, section names and stories."""
    return replace(
        samples.issue(),
        title=text,
        note=text,
        sections=(Section(text, (story(text, url),)), Section(text, (story(text, None, "k"),))),
        also=(story(text, url, "l"),),
    )
