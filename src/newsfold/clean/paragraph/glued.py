"""A subheading that was glued to the paragraph behind it: where it ends."""

from __future__ import annotations

import re

from newsfold.clean.phrases import openers
from newsfold.text import words
from newsfold.text.language import Language

MIN_HEAD_WORDS, MAX_HEAD_WORDS = 3, 14
MIN_GLUED_WORDS = 2  # without a space between them the break itself is sure
HEAD_SHARE = 0.6  # of a heading's terms that its own paragraph repeats; chance gives under 0.2
MIN_BODY_WORDS = 6
LOOKED_AT = 160  # characters; the longest heading is shorter

_PUNCTUATED = re.compile(r"[.!?…؟。！？,;:،؛，、；：|｜–—]|\s-\s")
_ADDRESS = re.compile(r"://|www\.|\w\.\w")
_OPENING = re.compile(r"[^\W_]|[\"“‘'„«¿¡]")
_END = re.compile(r"[.!?…؟。！？]")
_LABELLED = re.compile(r"(?:\S+\s){0,6}\S+:")  # 'During Peak Usage: During periods ...'


def heading_end(text: str, language: Language) -> int:
    """How many characters of the text are a heading glued before its paragraph; 0 for none.

    A sentence opener must follow without punctuation. Behind a space the paragraph has to
    repeat most of the heading's own terms; without one ('overdueThe council') the break is sure.
    """
    if not _OPENING.match(text):
        return 0
    for opener in openers.within(text, language, 0, LOOKED_AT):
        at = opener.start()
        head, rest = text[:at].rstrip(), text[at:]
        if _PUNCTUATED.search(head.rstrip("?!؟？！")) or _ADDRESS.search(head):
            return 0
        count = words.length(head)
        if count > MAX_HEAD_WORDS:
            return 0
        if not openers.goes_on_small(text, opener, language) or not _is_body(rest):
            continue
        if openers.is_glued(text, at):
            if count >= MIN_GLUED_WORDS and openers.breaks(head, opener, language):
                return at
        elif count >= MIN_HEAD_WORDS and _is_heading(head, rest, language):
            return at
    return 0


def _is_body(rest: str) -> bool:
    """Whether a sentence begins here, and no label with its colon."""
    end = _END.search(rest)
    if end is None or words.length(rest[: end.end()]) < MIN_BODY_WORDS:
        return False
    return _LABELLED.match(rest) is None


def _is_heading(head: str, rest: str, language: Language) -> bool:
    found = [w.lower() for w in words.words(head)]
    if found[0] in language.stop_words or found[-1] in language.stop_words:
        return False
    if any(w in language.speech_verbs for w in found):
        return False
    own = set(words.terms(head, language))
    again = own & set(words.terms(rest, language))
    return len(again) >= 2 and len(again) >= HEAD_SHARE * len(own)
