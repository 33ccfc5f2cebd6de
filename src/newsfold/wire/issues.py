"""Issues, as drafted and as rendered, as plain JSON data, and back."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from newsfold.model import (
    Addition,
    Citation,
    InlinePicture,
    Issue,
    KeyEvent,
    Phrased,
    RenderedIssue,
    Section,
    Sentence,
    Status,
    Story,
    When,
)
from newsfold.wire.articles import picture, picture_from
from newsfold.wire.fields import Fields, Json, instant, iso


def issue(i: Issue) -> Json:
    """One issue as `digest draft --json` prints it."""
    return {
        "id": i.id,
        "newsletter": i.newsletter,
        "edition": i.edition,
        "number": i.number,
        "title": i.title,
        "published_on": i.published_on.isoformat(),
        "due_at": instant(i.due_at),
        "since": instant(i.since),
        "until": instant(i.until),
        "note": i.note,
        "sections": [
            {"title": s.title, "stories": [story(x) for x in s.stories]} for s in i.sections
        ],
        "also": [story(x) for x in i.also],
        "dropped": [story(x) for x in i.dropped],
    }


def draft(i: Issue) -> Json:
    """One issue as `digest draft --save` writes it for an editor.

    `drafted` keeps every story as it was, so that what the editor takes out is known.
    """
    return {**issue(i), "drafted": [story(x) for x in (*i.stories, *i.also)]}


def story(s: Story) -> Json:
    """One story of an issue."""
    return {
        "id": s.id,
        "headline": s.headline,
        "status": s.status.value,
        "continuing_since": s.continuing_since,
        "note": s.note,
        "language": s.language,
        "categories": list(s.categories),
        "weight": s.weight,
        "summary": [_sentence(x) for x in s.summary],
        "phrased": [_phrased(p, s) for p in s.phrased],
        "key_events": [_key_event(e) for e in s.key_events],
        "articles": [
            {
                "id": c.id,
                "title": c.title,
                "outlet": c.outlet,
                "url": c.url,
                "published_at": iso(c.published_at),
                "authors": list(c.authors),
                "copy_of": c.copy_of,
            }
            for c in s.articles
        ],
        "picture": picture(s.picture) if s.picture else None,
    }


def _sentence(s: Sentence) -> Json:
    return {
        "text": s.printed,
        "article_id": s.article_id,
        "source_text": s.text,
        "paragraph": s.paragraph,
        "additions": [{"at": a.at, "text": a.text} for a in s.additions],
    }


def _phrased(p: Phrased, s: Story) -> Json:
    return {
        "text": p.text,
        "cites": list(p.cites),
        "article_ids": list(dict.fromkeys(s.summary[n].article_id for n in p.cites)),
    }


def _key_event(e: KeyEvent) -> Json:
    return {
        **_sentence(e.sentence),
        "phrased": e.phrased,
        "when": iso(e.when),
        "precision": e.when.precision.value if e.when else None,
        "speaker": e.speaker,
        "article_ids": list(e.article_ids),
        "source_count": e.source_count,
    }


def issue_from(data: Mapping[str, Any]) -> Issue:
    """The issue that `issue` or `draft` wrote, perhaps after an editor's hand.

    An editor may drop and reorder stories, sections, sentences and key events, change headlines
    and titles and add notes. Raises: InputError naming the bad field, also where a printed
    sentence is no longer its source's.
    """
    d = Fields(data, "issue")
    found = Issue(
        id=d.text("id"),
        newsletter=d.text("newsletter"),
        edition=d.text("edition"),
        number=d.whole("number"),
        title=d.text("title"),
        published_on=d.parsed("published_on", date.fromisoformat),
        due_at=d.parsed("due_at", datetime.fromisoformat),
        since=d.parsed("since", datetime.fromisoformat),
        until=d.parsed("until", datetime.fromisoformat),
        sections=d.each(
            "sections", lambda s: Section(s.text("title"), s.each("stories", _story_from))
        ),
        also=d.each("also", _story_from),
        note=d.maybe_text("note"),
    )
    missed = (*d.each_if_any("dropped", _story_from), *d.each_if_any("drafted", _story_from))
    kept = {story.id for story in (*found.stories, *found.also)}
    dropped = {story.id: story for story in missed if story.id not in kept}
    return replace(found, dropped=tuple(dropped.values()))


def _story_from(d: Fields) -> Story:
    summary = d.each("summary", _sentence_from)
    return Story(
        id=d.text("id"),
        headline=d.text("headline"),
        articles=d.each("articles", _citation_from),
        summary=summary,
        key_events=d.each("key_events", _key_event_from),
        language=d.text("language"),
        categories=d.texts("categories"),
        status=d.parsed("status", Status),
        continuing_since=d.maybe_text("continuing_since"),
        weight=d.number("weight"),
        picture=d.nested("picture", picture_from),
        note=d.maybe_text("note"),
        phrased=d.each_if_any("phrased", lambda p: _phrased_from(p, len(summary))),
    )


def _phrased_from(d: Fields, sentences: int) -> Phrased:
    cites = d.wholes("cites")
    if not cites or list(cites) != sorted(set(cites)) or not 0 <= cites[0] <= cites[-1] < sentences:
        raise d.error("cites", "expected rising places in the summary, the first being 0")
    return Phrased(d.text("text"), cites)


def _citation_from(d: Fields) -> Citation:
    return Citation(
        id=d.text("id"),
        title=d.text("title"),
        outlet=d.maybe_text("outlet"),
        url=d.maybe_text("url"),
        published_at=d.maybe("published_at", When.from_iso),
        authors=d.texts("authors"),
        copy_of=d.maybe_text("copy_of"),
    )


def _sentence_from(d: Fields) -> Sentence:
    sentence = Sentence(
        text=d.text("source_text"),
        article_id=d.text("article_id"),
        paragraph=d.maybe("paragraph", int),
        additions=d.each("additions", lambda a: Addition(a.whole("at"), a.text("text"))),
    )
    if sentence.printed != d.text("text"):
        raise d.error(
            "text",
            "a printed sentence stays its source's; drop the sentence or use the story's 'note'",
        )
    return sentence


def _key_event_from(d: Fields) -> KeyEvent:
    return KeyEvent(
        sentence=_sentence_from(d),
        when=d.maybe("when", When.from_iso),
        speaker=d.maybe_text("speaker"),
        article_ids=d.texts("article_ids"),
        source_count=d.whole("source_count"),
        phrased=d.maybe_text("phrased"),
    )


# ---------------------------------------------------------------- rendered issues


def rendered(r: RenderedIssue) -> Json:
    """One rendered variant, as the store keeps it."""
    return {
        "issue_id": r.issue_id,
        "variant": r.variant,
        "language": r.language,
        "subject": r.subject,
        "preheader": r.preheader,
        "html": r.html,
        "text": r.text,
        "slots": dict(r.slots),
        "pictures": [_inline(p) for p in r.pictures],
    }


def _inline(p: InlinePicture) -> Json:
    return {
        "url": p.url,
        "media_type": p.media_type,
        "content": base64.b64encode(p.content).decode("ascii"),
        "width": p.width,
        "height": p.height,
    }


def rendered_from(data: Mapping[str, Any]) -> RenderedIssue:
    """The variant that `rendered` wrote. Raises: InputError naming the bad field."""
    d = Fields(data, "rendered")
    return RenderedIssue(
        issue_id=d.text("issue_id"),
        variant=d.text("variant"),
        language=d.text("language"),
        subject=d.text("subject"),
        preheader=d.text("preheader"),
        html=d.text("html"),
        text=d.text("text"),
        slots=dict(data["slots"]),
        pictures=d.each_if_any("pictures", _inline_from),
    )


def _inline_from(d: Fields) -> InlinePicture:
    return InlinePicture(
        url=d.text("url"),
        media_type=d.text("media_type"),
        content=d.parsed("content", base64.b64decode),
        width=d.whole("width"),
        height=d.whole("height"),
    )
