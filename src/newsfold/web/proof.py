"""A proof: an issue before it is out, as each of its readers would get it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from newsfold import edition, variants
from newsfold.config import Config, Newsletter, Site
from newsfold.deliver import unsubscribe
from newsfold.errors import InputError
from newsfold.model import InlinePicture, Issue, RenderedIssue, Subscriber
from newsfold.render import addresses, pictures, web
from newsfold.variants import Variant

SAMPLE_READER = "reader@example.org"  # whose mail is shown where there is no list
SAMPLE_SECRET = b"preview"  # its unsubscribe link is for show


@dataclass(frozen=True, slots=True)
class Copy:
    """One reader's mail."""

    reader: str
    language: str
    preheader: str  # what a list of mails shows beside the subject
    html: str  # as it is mailed
    shown: str  # the same with its pictures in it, for a browser
    text: str
    mail: bytes


class Proof:
    """What the preview shows. Each variant is rendered once, when it is first asked for."""

    def __init__(
        self,
        issue: Issue,
        newsletter: Newsletter,
        config: Config,
        *,
        overrides: Path | None = None,
        fetched: Mapping[str, InlinePicture] | None = None,
        readers: Sequence[Subscriber] = (),
    ) -> None:
        self.issue = issue
        self.newsletter = newsletter
        self.config = config
        self.overrides = overrides
        self.fetched = fetched or {}
        self.readers = tuple(readers) or (Subscriber(SAMPLE_READER),)
        self._by_address = {reader.email.casefold(): reader for reader in self.readers}
        self._variants: dict[Variant, RenderedIssue] = {}

    def copy(self, email: str | None = None, language: str | None = None) -> Copy:
        """The mail of one of the readers (the first unless named), in their own language unless
        another is given. Raises: InputError for an unknown reader, TemplateError."""
        reader = self._reader(email)
        asked = replace(reader, language=language or reader.language)
        chosen = variants.wanted(asked.language, asked.sections, self.issue, self.newsletter)
        if chosen is None:
            raise InputError(
                f"{reader.email} gets no mail of this issue: nothing is in it of the sections "
                f"{'; '.join(reader.sections)}"
            )
        variant = self._variant(chosen)
        links = unsubscribe.links(self.config.site, self.newsletter, reader.email, SAMPLE_SECRET)
        compiled = edition.mails(self.issue, [variant], self.newsletter, self.config)[
            variant.variant
        ]
        return Copy(
            reader.email,
            variant.language,
            variant.preheader,
            filled(variant, variant.html, links),
            shown(variant, links),
            filled(variant, variant.text, links),
            compiled.to(reader.email, reader.name, links).content,
        )

    def like(self, typed: str, limit: int) -> tuple[Subscriber, ...]:
        """The first readers whose address or name has these letters, at most `limit` of them."""
        wanted = typed.strip().casefold()
        found = (r for r in self.readers if wanted in f"{r.email}\n{r.name}".casefold())
        return tuple(islice(found, limit))

    def _reader(self, email: str | None) -> Subscriber:
        if email is None:
            return self.readers[0]
        known = self._by_address.get(email.strip().casefold())
        if known is None:
            raise InputError(f"{email!r} {self._no_reader(email)}")
        return known

    def _no_reader(self, typed: str) -> str:
        if self.like(typed, 2):
            return "fits several readers; choose one of them by the whole address"
        return (
            f"is not among the {len(self.readers):,} readers who would get this issue; type a part "
            "of an address or of a name"
        )

    def page(self, language: str | None = None) -> str:
        """The issue's page in the archive, in a language that the newsletter offers."""
        return web.page(
            self.issue,
            self.newsletter,
            self.config.site,
            language=self.newsletter.language_for(language),
            overrides=self.overrides,
            fetched=self.fetched,
            around=web.Around(addresses.archive(self.config.site)),
        )

    def _variant(self, variant: Variant) -> RenderedIssue:
        if variant not in self._variants:
            (self._variants[variant],) = variants.rendered(
                self.issue,
                self.newsletter,
                self.config,
                [variant],
                overrides=self.overrides,
                fetched=self.fetched,
            )
        return self._variants[variant]


def shown(variant: RenderedIssue, links: unsubscribe.Unsubscribe) -> str:
    """A variant's HTML for a browser: slots filled, and what is inside the mail inside the page."""
    page = filled(variant, variant.html, links)
    for picture in variant.pictures:
        page = page.replace(pictures.address(picture), pictures.data_url(picture))
    return page


def sample_links(site: Site, newsletter: Newsletter) -> unsubscribe.Unsubscribe:
    """The ways out of a mail that nobody gets."""
    return unsubscribe.links(site, newsletter, SAMPLE_READER, SAMPLE_SECRET)


def filled(variant: RenderedIssue, content: str, links: unsubscribe.Unsubscribe) -> str:
    """A variant's HTML or text with its slots filled for one reader."""
    for slot, marker in variant.slots.items():
        content = content.replace(marker, links.slots[slot])
    return content
