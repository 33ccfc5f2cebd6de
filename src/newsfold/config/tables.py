"""Every setting with its bounds and default; `digest.example.toml` lists them with their units."""

from __future__ import annotations

import re
from datetime import timedelta
from enum import StrEnum
from ipaddress import ip_address
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from babel import localedata
from pydantic import AfterValidator, Field, field_validator, model_validator

from newsfold.config import values
from newsfold.config.dkim import Dkim
from newsfold.config.table import Table
from newsfold.errors import ConfigError

SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?\Z")  # fits a DNS label (RFC 1035 2.3.4)
LANGUAGE = re.compile(r"[a-z]{2,3}\Z")
HOURS = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d-(?:[01]\d|2[0-3]):[0-5]\d\Z")
MAX_NAME = 60  # longer display names lose their quotes when folded (CPython gh-80222)


Name = Annotated[str, Field(max_length=MAX_NAME), AfterValidator(values.name)]


class SectionRule(Table):
    """Which stories a section takes: by their sources' category words or by words in the story."""

    title: Name
    categories: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


class Topic(Table):
    """What a newsletter wants more of, less of, or nothing of."""

    name: Annotated[str, Field(min_length=1, max_length=MAX_NAME)]
    keywords: tuple[str, ...] = ()  # whole words of title or first paragraph, in any case
    categories: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()  # outlets, or names of [[sources]]
    weight: Annotated[float, Field(ge=-10, le=10)] = 1.0  # added to the story's importance
    mute: bool = False  # leave such stories out


class Source(Table):
    """Where articles come from."""

    name: Annotated[str, Field(min_length=1)]
    path: str  # a folder or file
    outlet: str | None = None  # who publishes it, when the articles do not say
    category: str | None = None


Colour = Annotated[str, AfterValidator(values.colour)]  # empty: the theme's own
Face = Annotated[str, Field(max_length=200), AfterValidator(values.face)]  # a CSS font stack


class Colours(Table):
    """Colours that are to be other than the theme's: '#rrggbb', or empty."""

    page: Colour = ""
    paper: Colour = ""
    ink: Colour = ""
    soft: Colour = ""
    rule: Colour = ""
    link: Colour = ""
    accent: Colour = ""


class Theme(Table):
    """How a newsletter looks: one of the built-in themes, and what is to be changed in it."""

    name: Literal["plain", "broadsheet", "compact"] = "broadsheet"
    heading_face: Face = ""
    body_face: Face = ""
    label_face: Face = ""
    light: Colours = Colours()
    dark: Colours = Colours()


class Pictures(Table):
    """Whether the first stories of an issue show the picture of one of their articles."""

    show: Literal["off", "linked", "embedded"] = "off"
    stories: Annotated[int, Field(ge=1, le=20)] = 3  # the first ones, that may have one
    max_kilobytes: Annotated[int, Field(ge=10, le=1000)] = 150  # of an embedded one


class Newsletter(Table):
    """One newsletter of this installation."""

    slug: str = "daily"
    title: Name = "The Daily Fold"
    sender: str = "digest@localhost.localdomain"  # From address and envelope sender
    # Empty: the title.
    sender_name: Annotated[str, Field(max_length=MAX_NAME), AfterValidator(values.line)] = ""
    reply_to: str = ""
    unsubscribe_mailto: str = ""  # empty: the sender address
    timezone: str = "UTC"
    language: str = "en"
    languages: tuple[str, ...] = ()  # in which a reader may have it besides
    schedule: str = "0 7 * * *"  # cron, in the newsletter's time zone
    max_age_days: Annotated[float, Field(gt=0, le=366)] = 3.0
    max_stories: Annotated[int, Field(ge=1, le=200)] = 20
    max_per_section: Annotated[int, Field(ge=1, le=200)] = 8
    sections: tuple[SectionRule, ...] = ()
    other_section: str = "Also today"  # for what no rule takes
    topics: tuple[Topic, ...] = ()
    theme: Theme = Theme()
    pictures: Pictures = Pictures()
    reason: str = ""  # 'why you get this'; empty: the built-in sentence
    in_doubt: Literal["", "resend", "hold", "skip"] = ""  # empty: delivery.in_doubt

    @field_validator("slug")
    @classmethod
    def _slug(cls, value: str) -> str:
        if not SLUG.match(value):
            raise ValueError("use 1 to 40 small letters, digits and hyphens, e.g. 'daily'")
        return value

    @field_validator("timezone")
    @classmethod
    def _zone(cls, value: str) -> str:
        if value not in available_timezones():
            raise ValueError(f"{value!r} is no IANA time zone name; use e.g. 'Europe/Berlin'")
        return value

    @field_validator("language", "languages")
    @classmethod
    def _tongue(cls, value: str | tuple[str, ...]) -> str | tuple[str, ...]:
        for code in [value] if isinstance(value, str) else value:
            if not LANGUAGE.match(code) or not localedata.exists(code):
                raise ValueError(f"{code!r} is no ISO 639-1 language; use e.g. 'en' or 'de'")
        return value

    @field_validator("schedule")
    @classmethod
    def _cron(cls, value: str) -> str:
        if not values.is_schedule(value):
            raise ValueError(
                f"{value!r} is no cron schedule; use five fields (minute hour day month weekday), "
                "e.g. '0 7 * * mon-fri', or six with seconds first"
            )
        return value

    @field_validator("sender", "reply_to", "unsubscribe_mailto")
    @classmethod
    def _address(cls, value: str) -> str:
        if value and (value.count("@") != 1 or re.search(r"[\s<>,;\"\x00-\x1f\x7f]", value)):
            raise ValueError("use one plain address, e.g. 'digest@example.org'")
        return value

    @property
    def offered(self) -> tuple[str, ...]:
        """Every language in which it is written, its own first."""
        return tuple(dict.fromkeys((self.language, *self.languages)))

    def language_for(self, wanted: str | None) -> str:
        """The language in which a reader who wants `wanted` gets it: that one where offered."""
        return wanted if wanted in self.offered else self.language

    @property
    def zone(self) -> ZoneInfo:
        """The time zone in which editions are counted."""
        return ZoneInfo(self.timezone)

    @property
    def max_age(self) -> timedelta:
        """How old an article may be to count as new."""
        return timedelta(days=self.max_age_days)


class Site(Table):
    """What all newsletters of this installation share."""

    base_url: str = ""  # https address of archive, preferences, unsubscribe pages; empty: none
    postal_address: str = ""
    archive: str = ""  # a folder for the pages of issues, written before their mails; empty: none
    templates: str = "templates"  # the site's own template files, used before the built-in ones

    @field_validator("base_url")
    @classmethod
    def _base(cls, value: str) -> str:
        if value and not re.match(r"https?://[a-z0-9.-]+(:\d+)?(/[\w./-]*)?\Z", value):
            raise ValueError("use an address such as 'https://news.example.org'")
        return value.rstrip("/")

    @property
    def is_open(self) -> bool:
        """Whether readers' links would travel the network as plain http."""
        parts = urlsplit(self.base_url)
        return parts.scheme == "http" and not values.is_this_machine(parts.hostname or "")


Durability = Literal["full", "normal"]


class Store(Table):
    """The database."""

    url: str = "sqlite:///digest.sqlite3"  # relative to the config file's folder
    durability: Durability = "full"


class Gather(Table):
    """Limits of gathering."""

    every_minutes: Annotated[float, Field(gt=0)] = 15.0  # the daemon's interval
    max_bytes: Annotated[int, Field(ge=1)] = 10_000_000  # per file


class Transport(StrEnum):
    """Where mail goes."""

    OUTBOX = "outbox"
    SMTP = "smtp"
    MAILDIR = "maildir"
    SENDMAIL = "sendmail"


class Smtp(Table):
    """The relay. The password is read from the environment or a file, never from here."""

    host: str = "localhost"
    port: Annotated[int, Field(ge=1, le=65535)] = 587
    socket: str = ""  # the path of a unix socket, in place of host and port
    protocol: Literal["smtp", "lmtp"] = "smtp"
    security: Literal["auto", "starttls", "tls", "none"] = "auto"
    login: Literal["", "plain", "login", "cram-md5", "xoauth2"] = ""  # empty: what it offers
    username: str = ""
    password_env: str = "DIGEST_SMTP_PASSWORD"
    password_file: str = ""
    connections: Annotated[int, Field(ge=1, le=1000)] = 4  # by eye; Postfix takes 50 of a client
    mails_per_connection: Annotated[int, Field(ge=0)] = 0  # 0: until the relay closes it
    timeout_s: Annotated[float, Field(gt=0)] = 300.0  # RFC 5321 4.5.3.2
    helo: str = ""  # empty: this host's name
    holder: Literal["auto", "on", "off"] = "auto"  # a process that keeps connections if we die

    @model_validator(mode="after")
    def _can_be_held(self) -> Self:
        if self.holder == "on" and (self.socket or self.encryption != "none"):
            raise ValueError(
                "a holder keeps connections over TCP without TLS only; set holder to 'auto', or "
                "security to 'none' for a relay on this machine"
            )
        return self

    @property
    def holds(self) -> bool:
        """`holder`, with 'auto' decided: where it can help, and the relay is on this machine."""
        if self.holder != "auto":
            return self.holder == "on"
        return self.on_this_machine and not self.socket and self.encryption == "none"

    @property
    def on_this_machine(self) -> bool:
        """Whether the relay is reached without a network."""
        if self.socket or self.host == "localhost":
            return True
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return False

    @property
    def encryption(self) -> Literal["starttls", "tls", "none"]:
        """`security`, with 'auto' decided: nothing leaves this machine in the clear."""
        if self.security != "auto":
            return self.security
        return "none" if self.on_this_machine else "starttls"


class Sendmail(Table):
    """A program that takes mails as sendmail(1) does."""

    program: Annotated[str, Field(min_length=1)] = "/usr/sbin/sendmail"  # FHS 3.0 4.10.2
    at_once: Annotated[int, Field(ge=1, le=100)] = 4  # started side by side; by eye
    timeout_s: Annotated[float, Field(gt=0)] = 300.0  # of one mail; by eye: it only queues it


class Pace(Table):
    """How fast mail leaves; 0 and empty: no limit."""

    mails_per_second: Annotated[float, Field(ge=0)] = 0.0
    domain_mails_per_second: Annotated[float, Field(ge=0)] = 0.0  # to one recipient domain
    domain_mails_at_once: Annotated[int, Field(ge=0)] = 0  # under way to one recipient domain
    mails_per_day: Annotated[int, Field(ge=0)] = 0  # in any 24 hours
    warm_up_mails: Annotated[int, Field(ge=0)] = 0  # on the first day
    warm_up_growth: Annotated[float, Field(ge=1)] = 1.5  # each day's share of the day before
    hours: str = ""  # e.g. '08:00-20:00', in the newsletter's time zone

    @property
    def at_once(self) -> bool:
        """Whether there is a limit that senders of the same moment have to share."""
        return any((self.mails_per_second, self.domain_mails_per_second, self.domain_mails_at_once))

    @field_validator("hours")
    @classmethod
    def _hours(cls, value: str) -> str:
        if value and not HOURS.match(value):
            raise ValueError("use two times of the day, e.g. '08:00-20:00', or '' for any time")
        return value


class Delivery(Table):
    """How mail leaves."""

    transport: Transport = Transport.OUTBOX
    outbox: str = "outbox"
    maildir: str = "maildir"
    in_doubt: Literal["resend", "hold", "skip"] = "resend"
    stop_after_refusals: Annotated[int, Field(ge=0)] = 100  # in a row; 0: never; by eye
    max_attempts: Annotated[int, Field(ge=1, le=100)] = 6
    retry_minutes: Annotated[float, Field(gt=0)] = 30.0  # RFC 5321 4.5.4.1: at least 30
    pace: Pace = Pace()
    smtp: Smtp = Smtp()
    sendmail: Sendmail = Sendmail()


class Writer(Table):
    """A language model that may phrase summaries and key events. Off without an endpoint.

    The key is read from the environment, never from here.
    """

    endpoint: str = ""  # base URL of an OpenAI-compatible server, e.g. 'http://localhost:11434/v1'
    model: str = ""
    api_key_env: Annotated[str, Field(min_length=1)] = "DIGEST_WRITER_KEY"
    languages: tuple[str, ...] = ()  # of stories, ISO 639-1; empty: all that can be checked
    timeout_s: Annotated[float, Field(gt=0, le=600)] = (
        60.0  # of one answer, from first to last byte
    )
    max_requests_per_issue: Annotated[int, Field(ge=1, le=1000)] = 30
    max_tokens_per_issue: Annotated[int, Field(ge=1)] = 100_000  # sent and received
    max_tokens_per_answer: Annotated[int, Field(ge=64, le=32_768)] = 1_500
    answer_limit_field: Literal["max_tokens", "max_completion_tokens"] = "max_tokens"
    temperature: Annotated[float, Field(ge=-1, le=2)] = 0.0  # -1: not sent

    @field_validator("endpoint")
    @classmethod
    def _endpoint(cls, value: str) -> str:
        return values.writer_endpoint(value)

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.endpoint and not self.model:
            raise ValueError('name the model that the endpoint shall use, e.g. model = "llama3.1"')
        return self


class Config(Table):
    """Everything that can be set."""

    site: Site = Site()
    store: Store = Store()
    gather: Gather = Gather()
    delivery: Delivery = Delivery()
    dkim: Dkim = Dkim()
    writer: Writer = Writer()
    sources: tuple[Source, ...] = ()
    newsletters: Annotated[tuple[Newsletter, ...], Field(min_length=1)] = (Newsletter(),)
    subscribers: str = ""  # a CSV file; empty: the store's own list

    @model_validator(mode="after")
    def _distinct(self) -> Self:
        slugs = [n.slug for n in self.newsletters]
        if len(slugs) != len(set(slugs)):
            raise ValueError("two newsletters have the same slug; give each its own")
        return self

    @model_validator(mode="after")
    def _signed_as_sent(self) -> Self:
        for newsletter in self.newsletters:
            if self.dkim.on and not self.dkim.covers(newsletter.sender):
                raise ValueError(
                    f"dkim.domain {self.dkim.domain} is not the domain of {newsletter.sender}, nor "
                    "one above it, so that its signature would count for nothing; leave it empty"
                )
        return self

    def newsletter(self, slug: str | None = None) -> Newsletter:
        """The newsletter with that slug, or the only one. Raises: ConfigError when unclear."""
        known = ", ".join(n.slug for n in self.newsletters)
        if slug is None and len(self.newsletters) == 1:
            return self.newsletters[0]
        for newsletter in self.newsletters:
            if newsletter.slug == slug:
                return newsletter
        raise ConfigError(
            f"no newsletter {slug!r} is configured; use --newsletter with one of: {known}"
            if slug
            else f"several newsletters are configured; add --newsletter with one of: {known}",
            key="newsletters",
        )
