"""Who gets an issue, and in which variant of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from newsfold import variants
from newsfold.config import Newsletter
from newsfold.model import Issue, Subscriber, SubscriptionStatus
from newsfold.store import readers, recipients
from newsfold.store.database import Database
from newsfold.store.recipients import Recipient, Takers, Wish
from newsfold.variants import Variant


@dataclass(frozen=True, slots=True)
class Audience:
    """The readers of one issue: each variant that is wanted, and who wants which."""

    recipients: Sequence[Recipient] | Takers
    variants: tuple[Variant, ...]  # by their names; none: there is no reader
    passed_by: int  # readers who chose only sections that the issue does not have


def of(
    issue: Issue, newsletter: Newsletter, db: Database, listed: Sequence[Subscriber] | None
) -> Audience:
    """Who is to get the issue now.

    With a subscriber file (`listed`): its active rows, less whoever unsubscribed. With None: the
    store's active subscriptions. What a reader chose on the web goes before the file.
    """
    rows = None if listed is None else tuple(_active(newsletter, db, listed))
    counts = recipients.wishes(db, newsletter.slug) if rows is None else Counter(map(_wish, rows))
    chosen = {wish: variants.wanted(*wish, issue, newsletter) for wish in counts}
    names = {wish: None if variant is None else variant.name for wish, variant in chosen.items()}
    used = {variant for variant in chosen.values() if variant is not None}
    to: Sequence[Recipient] | Takers
    if rows is None:
        whole = Variant(newsletter.language)  # for whoever comes before the issue is frozen
        to = Takers(newsletter.slug, names, whole.name)
        used |= {whole} if used else set()
    else:
        to = [Recipient(s.email, s.name, name) for s in rows if (name := names[_wish(s)])]
    return Audience(
        recipients=to,
        variants=tuple(sorted(used, key=lambda variant: variant.name)),
        passed_by=sum(count for wish, count in counts.items() if names[wish] is None),
    )


def addresses(
    newsletter: Newsletter, db: Database, listed: Sequence[Subscriber] | None
) -> Collection[str] | None:
    """The casefolded addresses in a subscriber file that are still to be mailed; None for None."""
    if listed is None:
        return None
    return {s.email.casefold() for s in _active(newsletter, db, listed)}


def readers_now(
    newsletter: Newsletter, db: Database | None, listed: Sequence[Subscriber] | None
) -> tuple[Subscriber, ...]:
    """Who would get an issue now, with what they chose themselves; `listed` as in `of`.

    Without a store, nobody has left yet: the file's active rows.
    """
    if db is None:
        return tuple(s for s in listed or () if is_reader(s, newsletter))
    if listed is None:
        return readers.active(db, newsletter.slug)
    return tuple(_active(newsletter, db, listed))


def is_reader(subscriber: Subscriber, newsletter: Newsletter) -> bool:
    """Whether the subscriber is active and takes the newsletter."""
    listed = not subscriber.newsletters or newsletter.slug in subscriber.newsletters
    return subscriber.status is SubscriptionStatus.ACTIVE and listed


def _active(
    newsletter: Newsletter, db: Database, listed: Sequence[Subscriber]
) -> Iterator[Subscriber]:
    """The file's rows that are to be mailed, with what their readers chose on the web."""
    gone, own = readers.suppressed(db, newsletter.slug), readers.preferences(db)
    for subscriber in listed:
        reader = subscriber.email.casefold()
        if is_reader(subscriber, newsletter) and reader not in gone:
            chosen = own.get(reader, subscriber)
            yield replace(subscriber, language=chosen.language, sections=chosen.sections)


def _wish(subscriber: Subscriber) -> Wish:
    return Wish(subscriber.language, subscriber.sections)
