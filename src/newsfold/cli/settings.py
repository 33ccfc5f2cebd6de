"""Where the outside world comes in: the settings file, the environment, the clock, the paths."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from newsfold import config as settings
from newsfold import resources
from newsfold.config import Config, Newsletter, Source
from newsfold.errors import ConfigError, InputError
from newsfold.gather.folder import STDIN
from newsfold.render import theme

DEFAULT_FILE = "digest.toml"
SAMPLE_NOW = datetime(2026, 3, 12, 17, tzinfo=UTC)  # the day that the sample articles tell of
STATE_FOLDER = ".newsfold"  # inside the outbox, when no settings file names a store


@dataclass(frozen=True, slots=True)
class Setup:
    """The configuration with every path made absolute."""

    config: Config
    folder: Path  # what the settings file's relative paths start from
    outbox: Path
    overrides: Path  # the site's own templates; need not exist
    subscribers: Path | None
    archive: Path | None  # where issues' pages are written
    sample: bool  # the articles are the built-in ones

    def now(self, at: str | None) -> datetime:
        """The instant to act at: `--at`, or the clock's; the sample articles have their own."""
        return SAMPLE_NOW if self.sample and at is None else instant(at)

    def clock(self, at: str | None) -> Callable[[], datetime]:
        """The clock of a run: the machine's, or standing still at the instant to act at."""
        if at is None and not self.sample:
            return lambda: datetime.now(UTC)
        moment = self.now(at)
        return lambda: moment

    def newsletter(self, slug: str | None) -> Newsletter:
        """The newsletter that is meant. Raises: ConfigError when that is unclear."""
        return self.config.newsletter(slug)


def load(
    path: Path | None,
    *,
    sources: Sequence[str] | None = None,
    subscribers: Path | None = None,
    outbox: Path | None = None,
) -> Setup:
    """The settings of a command: file, then environment, then the command's own options.

    Without a settings file: the built-in sample articles, `outbox/`, and a store inside the
    outbox, so that one folder holds all there is. Raises: ConfigError, InputError.
    """
    file = _settings_file(path)
    base = file.parent.resolve() if file else Path.cwd()
    text = _text_of(file) if file else ""
    parsed = settings.parse(text, os.environ, source=str(file or DEFAULT_FILE))
    for newsletter in parsed.newsletters:
        theme.of(newsletter.theme)  # one that cannot be read is refused before anything is done
    where = (outbox or base / parsed.delivery.outbox).absolute()
    listed = subscribers or (base / parsed.subscribers if parsed.subscribers else None)
    return Setup(
        config=parsed.model_copy(
            update={
                "sources": _sources(parsed, base, sources, from_file=file is not None),
                "store": parsed.store.model_copy(
                    update={"url": _store_url(parsed, base, where, file is not None)}
                ),
                "delivery": _delivery(parsed, outbox is not None),
            }
        ),
        folder=base,
        outbox=where,
        overrides=base / parsed.site.templates,
        subscribers=listed,
        archive=base / parsed.site.archive if parsed.site.archive else None,
        sample=not sources and file is None and not parsed.sources,
    )


def _settings_file(path: Path | None) -> Path | None:
    if path is not None:
        return path
    default = Path(DEFAULT_FILE)
    return default if default.is_file() else None


def _text_of(file: Path) -> str:
    try:
        return file.read_text("utf-8-sig")
    except OSError as error:
        raise ConfigError(
            f"cannot read {file}: {error.strerror}; write one with 'digest init'", source=str(file)
        ) from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{file} is not UTF-8; save it as UTF-8", source=str(file)) from error


def _sources(
    parsed: Config, base: Path, given: Sequence[str] | None, *, from_file: bool
) -> tuple[Source, ...]:
    if given:
        return named(given)
    if from_file or parsed.sources:
        return tuple(s.model_copy(update={"path": str(base / s.path)}) for s in parsed.sources)
    sample = resources.seeds()
    return (Source(name="seeds", path=str(sample)),)


def named(paths: Sequence[str]) -> tuple[Source, ...]:
    """The sources that the command line names. Raises: InputError when none of them is there.

    One of several that is missing is a failure like any other, and the others are read.
    """
    if not any(path == STDIN or os.path.lexists(path) for path in paths):
        raise InputError(
            f"there is no such file or folder: {', '.join(paths)}; check the path", where=paths[0]
        )
    return tuple(Source(name=path, path=path) for path in paths)


def _store_url(parsed: Config, base: Path, outbox: Path, from_file: bool) -> str:
    url = parsed.store.url
    if not from_file and url == settings.Store().url:
        return f"sqlite:///{outbox / STATE_FOLDER / 'digest.sqlite3'}"
    if url and "://" not in url:
        return str(base / url)
    prefix = "sqlite:///"
    if url.startswith(prefix):
        return prefix + str(base / url.removeprefix(prefix))
    return url


def _delivery(parsed: Config, outbox_asked_for: bool) -> settings.Delivery:
    if not outbox_asked_for:
        return parsed.delivery
    return parsed.delivery.model_copy(update={"transport": settings.Transport.OUTBOX})


# ---------------------------------------------------------------- time


def instant(at: str | None) -> datetime:
    """The instant that `--at` names, or now. Raises: InputError when it cannot be read."""
    if at is None:
        return datetime.now(UTC)
    try:
        moment = datetime.fromisoformat(at)
    except ValueError as error:
        raise InputError(
            f"--at {at!r} is not an ISO 8601 instant; write e.g. 2026-01-06T18:00:00Z", where="--at"
        ) from error
    if moment.tzinfo is None:
        raise InputError(f"--at {at!r} has no time zone; write {at}Z for UTC", where="--at")
    return moment.astimezone(UTC)


# ---------------------------------------------------------------- secrets


def password(smtp: settings.Smtp, folder: Path) -> str | None:
    """The relay's password from the environment or its file; None when no login is set up.

    Raises: ConfigError when a user name is set and no password can be found.
    """
    if not smtp.username:
        return None
    if smtp.password_file:
        file = folder / smtp.password_file
        try:
            return file.read_text("utf-8").strip()
        except OSError as error:
            raise ConfigError(
                f"cannot read delivery.smtp.password_file {file}: {error.strerror}",
                key="delivery.smtp.password_file",
            ) from error
    value = os.environ.get(smtp.password_env)
    if not value:
        raise ConfigError(
            f"no password for {smtp.username}: set the environment variable {smtp.password_env} "
            "or delivery.smtp.password_file",
            key="delivery.smtp.password_env",
        )
    return value


def writer_key(writer: settings.Writer) -> str | None:
    """The writer's key from the environment; None when none is set.

    Raises: ConfigError when it holds what no HTTP header can carry. The message shows no key.
    """
    key = os.environ.get(writer.api_key_env, "").strip()
    if not key.isascii() or not key.isprintable() or " " in key:
        raise ConfigError(
            f"the key in the environment variable {writer.api_key_env} holds a space, a control "
            "character or a letter that is not ASCII; set it again",
            key="writer.api_key_env",
        )
    return key or None


def offered(newsletter: Newsletter, language: str | None) -> str:
    """The language asked for, or the newsletter's own. Raises: InputError when it has no such."""
    if language is None or language in newsletter.offered:
        return language or newsletter.language
    known = ", ".join(newsletter.offered)
    raise InputError(
        f"the newsletter {newsletter.slug!r} is not offered in {language!r}, only in: {known}; "
        "add it to 'languages' in the settings"
    )
