"""Blocks that are known to be an article's own content -> a draft.

Pages, feed entries and records come here after their own cleaner has found the content: only
what surely is no body (labels, bylines, captions, repeats) is still taken out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from newsfold.clean.draft import Draft
from newsfold.clean.labelling import assembly, labeller
from newsfold.clean.line import lines, signs
from newsfold.clean.line.labels import Label, Labelled, Page
from newsfold.clean.line.lines import Line
from newsfold.clean.live import labeller as live
from newsfold.clean.markup.blocks import Block
from newsfold.clean.phrases import junk
from newsfold.model import Removal
from newsfold.text import chars
from newsfold.text.language import Language, Tables

# Kinds that a sentence of an article may seem to be by its words alone ('install the app', 'was
# founded by'): on the open pages, four of the four that were chosen as text stand in the article.
DOUBTED = frozenset({"app", "author-box", "legal"})
# Longer texts are doubted whatever they name: of the three so long that were chosen there, two are
# the article's; furniture has 34 words at most but for one of 55.
MAX_FURNITURE_WORDS = 45


def read(
    blocks: Sequence[Block],
    tables: Tables,
    code: str,
    *,
    title: str | None,
    fetched_at: datetime | None,
    is_chosen: bool = False,
) -> Draft:
    """The draft of the blocks in their order. `title` is dropped where it stands among them.

    `is_chosen` tells that each block was judged by where it stands: then a refrain stays, and a
    sentence is not taken for furniture by a word.
    """
    language, phrases = tables.language(code), junk.phrases(tables, code)
    found, cut = _lines(blocks, language)
    told = signs.read(found, language, phrases)
    captions = {number for number, block in enumerate(blocks, 1) if block.is_caption}
    key = chars.fold(title) if title else ""
    is_live = live.is_live(told, phrases)
    labelled = live.inside(told, key) if is_live else labeller.inside(told, key)
    if is_chosen and not is_live:
        labelled = [_believed(one, key) for one in labelled]
    page = Page(
        tuple(_captioned(x) if x.sign.line.number in captions else x for x in labelled), is_live
    )
    draft = replace(assembly.assemble(page, language, phrases, fetched_at), title=title)
    return draft.losing([Removal(f"{cut} characters", "over-limit")]) if cut else draft


def _lines(blocks: Sequence[Block], language: Language) -> tuple[list[Line], int]:
    found: list[Line] = []
    cut = 0
    for number, block in enumerate(blocks[: lines.MAX_LINES], 1):
        text = chars.squeeze(chars.printable(block.text[: lines.MAX_LINE_CHARS]))
        cut += max(0, len(block.text) - lines.MAX_LINE_CHARS)
        if text:
            found.append(
                lines.measured(text, number, language, level=block.level, is_item=block.is_item)
            )
    return found, cut + sum(len(block.text) for block in blocks[lines.MAX_LINES :])


def _believed(labelled: Labelled, title: str) -> Labelled:
    line = labelled.sign.line
    is_refrain = labelled.label is Label.REPEAT and line.key != title
    is_doubted = labelled.why in DOUBTED or line.words > MAX_FURNITURE_WORDS
    is_sentence = labelled.label is Label.JUNK and is_doubted and line.is_prose
    return Labelled(labelled.sign, Label.BODY) if is_refrain or is_sentence else labelled


def _captioned(labelled: Labelled) -> Labelled:
    return Labelled(labelled.sign, Label.CAPTION)
