"""An issue's HTML: Jinja2 -> MJML (mrml) -> premailer -> a page for mail readers."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from mjml import mjml2html
from premailer import Premailer

from newsfold.errors import TemplateError
from newsfold.render import templates
from newsfold.render.theme import Theme
from newsfold.render.view import IssueView
from newsfold.render.words import Words

DIGEST = "email/digest.mjml.j2"
INLINE = "email/inline.css.j2"

# What mrml writes and no reader of this page needs: it has no floats and no word that must be
# broken (`_BREAKING` stays where there is one). Without these the page reaches 91.7 instead of
# 87.5 on caniemail's table (`python -m bench.mail`), with the same pixels.
_NEEDLESS = (
    (re.compile(r"#outlook a \{[^}]*\}\n"), ""),
    (re.compile(r"(?m)^(?:body|img|p) \{[^}]*\}\n"), ""),  # inline.css.j2 says what is needed of it
    (re.compile(r'(?<=<body style=")word-spacing:normal;'), ""),
    (re.compile(r"<!--\[if lte mso 11\]>.*?<!\[endif\]-->\s*", re.DOTALL), ""),  # Outlook 2003
    (re.compile(r'<style media="[^"]*">\.moz-text-html.*?</style>', re.DOTALL), ""),
    (re.compile(r"background:(#\w+);(?=background-color:\1)"), ""),
    (re.compile(re.escape("<![endif]--><!--[if mso | IE]>")), ""),  # one comment is enough
    # Only Outlook puts space between cells whose cellspacing is 0.
    (
        re.compile(r'<style type="text/css">\s*(table, td \{[^}]*\})\s*</style>\s*<!--\[if mso\]>'),
        r"<!--[if mso]>\n<style>\1</style>",
    ),
)
_BREAKING = "word-break:break-word;"
SHEETS = 16  # read style sheets that are kept; one a theme and direction of text
# Nothing is fetched and nothing that MJML wrote is changed; each was found by trial.
_SETTINGS: dict[str, Any] = {
    "allow_network": False,
    "disable_leftover_css": True,
    "strip_important": False,
    "disable_validation": True,
    "align_floating_images": False,
    "disable_basic_attributes": ["width", "height", "bgcolor", "align", "valign"],
    "cssutils_logging_level": logging.CRITICAL,
}
_INDENT = re.compile(r"[ \t]*\n\s*")


def page(
    view: IssueView, words: Words, theme: Theme, slots: Mapping[str, str], overrides: Path | None
) -> str:
    """The page, with a slot's marker wherever a reader's own address belongs.

    Raises: TemplateError when a template is wrong, does not give MJML, or has no unsubscribe link.
    """
    left, right = ("right", "left") if view.direction == "rtl" else ("left", "right")
    values = {
        "view": view,
        "words": words,
        "theme": theme,
        "unsubscribe": slots["unsubscribe"],
        "preferences": slots.get("preferences"),
        "start": left,
        "end": right,
    }
    source = templates.filled(DIGEST, values, overrides)
    inline = templates.filled(INLINE, values, overrides)
    done = _inlined(_trimmed(_compiled(source), view.long_words), inline)
    if slots["unsubscribe"] not in done:
        what = f"{DIGEST} has no unsubscribe link left; put {{{{ unsubscribe|attr }}}} in one"
        raise TemplateError(what, template=DIGEST)
    return done


def _compiled(source: str) -> str:
    """The MJML as HTML. `fonts={}`: mrml would fetch faces from the network otherwise."""
    try:
        compiled = str(mjml2html(source, fonts={}))
    except ValueError as error:
        raise TemplateError(f"{DIGEST} does not give MJML: {error}", template=DIGEST) from error
    if left_over := re.search(r"<mj-[\w-]*", compiled):
        # mrml passes what it does not know instead of refusing it.
        what = f"{DIGEST}: MJML knows no {left_over.group()}> there"
        raise TemplateError(what, template=DIGEST)
    return compiled


def _trimmed(compiled: str, long_words: bool) -> str:
    for pattern, instead in _NEEDLESS:
        compiled = pattern.sub(instead, compiled)
    return compiled if long_words else compiled.replace(_BREAKING, "")


def _inlined(compiled: str, inline: str) -> str:
    """The page with the rules of `inline` on its elements and nothing fetched.

    The page's own style elements are left alone: premailer would strip !important from their
    media queries. It compares the doctype case-sensitively and would drop a small one.
    """
    marked = compiled.replace("<!doctype html>", "<!DOCTYPE html>", 1)
    marked = marked.replace("<style type", '<style data-premailer="ignore" type')
    inlined = _Inliner(marked, css_text=inline, **_SETTINGS).transform(pretty_print=False)
    return _INDENT.sub("\n", str(inlined)).strip() + "\n"


class _Inliner(Premailer):  # type: ignore[misc]  # it has no types
    """premailer, which reads each sheet once instead of once a page: in half of its time."""

    def _parse_style_rules(self, css_body: str, ruleset_index: int) -> tuple[list[Any], list[Any]]:
        rules, leftover = _rules(css_body, ruleset_index)
        return list(rules), list(leftover)

    def _style_to_basic_html_attributes(self, *_: object, **__: object) -> None:
        """Nothing, as _SETTINGS name all of them; without reading each element's style for it."""


@lru_cache(maxsize=SHEETS)
def _rules(sheet: str, index: int) -> tuple[list[Any], list[Any]]:
    """What premailer makes of a sheet: its rules, and those that fit on no element."""
    found: tuple[list[Any], list[Any]] = Premailer(**_SETTINGS)._parse_style_rules(sheet, index)
    return found
