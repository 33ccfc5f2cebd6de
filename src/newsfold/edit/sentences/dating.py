"""When something happened, and dates added to sentences that only say 'today' or 'on Monday'."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from newsfold.edit import clocks
from newsfold.edit.lines import Line
from newsfold.edit.people import quotations
from newsfold.edit.sentences import wording
from newsfold.model import Addition, Precision, When
from newsfold.text import date_patterns
from newsfold.text.dates import Mention, mentions
from newsfold.text.language import Language

MAX_SHOWN_DAYS = 3  # a weekend is shown as a date, 'last week' already says what it is
ANEW = 3  # words between two dates from which what governs the first leaves the second alone
_ANY_DAY = date(2001, 1, 3)


def main(line: Line, language: Language) -> Mention | None:
    """The date of what the sentence tells; None when it has none of its own.

    A date inside a quotation, in a relative clause, behind 'after' or 'scheduled', or as in
    "today's meeting", dates something else.
    """
    plain = quotations.outside(line.text)
    begin = end = 0
    for mention in line.mentions:
        if len(plain[end : mention.start].split()) >= ANEW:
            begin = end  # 'the first train since the flood of 9 March ran ... on Sunday'
        end = mention.end
        quoted = not plain[mention.start : mention.end].strip()
        of_a_thing = mention.text.endswith(("’s", "'s"))
        head = plain[begin : mention.start].rstrip()
        if not (quoted or of_a_thing or _is_behind(head, language) or _in_relative(head, language)):
            return mention
    return None


def _is_behind(head: str, language: Language) -> bool:
    """Whether the words before the date make it that of something else."""
    patterns = date_patterns.compiled(language.dates)
    before = wording.straight(f"{head} ")
    found = [patterns.behind, patterns.until]
    found += [wording.pattern(language, kind) for kind in ("dates_behind", "dates_noun")]
    return any(pattern.search(before) for pattern in found)


def _in_relative(head: str, language: Language) -> bool:
    """Whether 'that it forecast' or 'who left' stands before the date, which so is of that."""
    match = wording.pattern(language, "dates_relative").search(head)
    if match is None:
        return False
    before = head[: match.start()].split()
    told = {word.strip(",") for word in [*before[-1:], *match.group().split()]}
    return not told & language.speech_verbs


def when(line: Line, today: date | None, language: Language) -> When | None:
    """When what the line tells happened, as exactly as its text says.

    A clock time in a live blog's post is of the blog's own day. `today` is that of the article.
    """
    mention = main(line, language)
    if mention is not None:
        return mention.when
    lasting = _since(line, language)
    if lasting is not None:
        return lasting
    told_live = line.post is not None and today is not None and not line.mentions
    if told_live and today is not None and clocks.names_one(quotations.outside(line.text)):
        return When.day(today)
    return None


def _since(line: Line, language: Language) -> When | None:
    """From when on holds what the line tells: 'has been closed since Monday'.

    The verb must tell it from 'the first train since Monday'.
    """
    lasting = wording.pattern(language, "dates_lasting")
    plain = quotations.outside(line.text)
    for mention in line.mentions:
        when, after = mention.when, plain[mention.end :]
        of_a_thing = mention.text.endswith(("’s", "'s")) or after[:1] in ("’", "'", "-")
        one_day = when.first == when.last
        if one_day and not of_a_thing and lasting.search(plain[: mention.start]):
            return When(when.first, when.first, Precision.SINCE)
    return None


def unresolved(line: Line, today: date | None, language: Language) -> bool:
    """Whether the sentence says 'today' or the like, and nobody knows which day that was."""
    if today is not None:
        return False
    return any(m.kind != "explicit" for m in mentions(line.text, _ANY_DAY, language))


def additions(line: Line, language: Language, *, but: When | None = None) -> tuple[Addition, ...]:
    """The days that relative dates of the sentence mean, each to stand behind its words.

    `but` is a date that is shown beside the sentence anyway.
    """
    found: list[Addition] = []
    for mention in line.mentions:
        when = mention.when
        shown_beside = but is not None and (when.first, when.last) == (but.first, but.last)
        if mention.kind != "relative" or shown_beside:
            continue
        if (when.last - when.first).days < MAX_SHOWN_DAYS and when.precision is not Precision.MONTH:
            possessive = re.match(r"[’']s\b", line.text[mention.end :])
            at = mention.end + (possessive.end() if possessive else 0)
            if not line.text[at : at + 1].isalnum() and line.text[at : at + 1] != "-":
                found.append(Addition(at, shown(when, language)))
    return tuple(found)


def merged(parts: Sequence[Addition]) -> tuple[Addition, ...]:
    """The additions in rising order, one at a place."""
    by_place = {part.at: part for part in parts}
    return tuple(by_place[at] for at in sorted(by_place))


def shown(when: When, language: Language) -> str:
    """'6 January', '3–4 January', in the sentence's language; ISO 8601 without its month names."""
    names: dict[int, str] = {}
    for name, month in language.dates.months.items():
        if " " not in name and "/" not in name and len(name) > len(names.get(month, "")):
            names[month] = name.capitalize() if language.dates.capitalised else name
    if not {when.first.month, when.last.month} <= names.keys():
        return when.iso
    last = _day(when.last, names, language)
    if when.first == when.last:
        return last
    same_month = when.first.month == when.last.month
    joined = same_month and language.dates.written.startswith("{day}")  # not 3月6日–7日
    first = _day(when.first, names, language)
    first = first.split()[0] if joined else first
    return f"{first}–{last}"


def _day(day: date, names: dict[int, str], language: Language) -> str:
    words = language.dates
    form = (words.written_first if day.day == 1 else "") or words.written or "{day} {month}"
    return form.format(day=day.day, month=names[day.month], number=day.month)
