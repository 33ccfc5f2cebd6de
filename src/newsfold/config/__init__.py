"""TOML text and an environment mapping -> Config. Reads no file and no environment by itself.

Every setting stands in `digest.example.toml` with its unit and default. Relative paths are kept
as written; whoever reads the file resolves them against its folder.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from newsfold.config.dkim import Dkim
from newsfold.config.tables import (
    HOURS,
    SLUG,
    Colours,
    Config,
    Delivery,
    Durability,
    Gather,
    Newsletter,
    Pace,
    Pictures,
    SectionRule,
    Sendmail,
    Site,
    Smtp,
    Source,
    Store,
    Theme,
    Topic,
    Transport,
    Writer,
)
from newsfold.errors import ConfigError

__all__ = [
    "HOURS",
    "SLUG",
    "Colours",
    "Config",
    "Delivery",
    "Dkim",
    "Durability",
    "Gather",
    "Newsletter",
    "Pace",
    "Pictures",
    "SectionRule",
    "Sendmail",
    "Site",
    "Smtp",
    "Source",
    "Store",
    "Theme",
    "Topic",
    "Transport",
    "Writer",
    "parse",
]


def parse(text: str, environment: Mapping[str, str], *, source: str = "digest.toml") -> Config:
    """The configuration in TOML `text`, with `DIGEST_<TABLE>__<KEY>` variables on top.

    `DIGEST_DELIVERY__SMTP__HOST=relay` sets `delivery.smtp.host`. Raises: ConfigError naming the
    key, what is wrong with it and what to type.
    """
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{source} is not TOML: {error}", source=source) from error
    _overlay(tables, environment)
    try:
        return Config.model_validate(tables)
    except ValidationError as error:
        raise _explained(error, source) from error


def _overlay(tables: dict[str, Any], environment: Mapping[str, str]) -> None:
    for name, value in sorted(environment.items()):
        if not name.startswith("DIGEST_") or "__" not in name:
            continue
        *path, key = name.removeprefix("DIGEST_").lower().split("__")
        table = tables
        for part in path:
            table = table.setdefault(part, {})
            if not isinstance(table, dict):
                raise ConfigError(f"{name} does not name a setting", key=name)
        table[key] = value


def _explained(error: ValidationError, source: str) -> ConfigError:
    first = error.errors()[0]
    key = ".".join(str(part) for part in first["loc"]) or "(whole file)"
    problem = first["msg"].removeprefix("Value error, ")
    if first["type"] == "extra_forbidden":
        problem = "there is no such setting; digest.example.toml lists them all"
    return ConfigError(f"{source}: {key}: {problem}", key=key, source=source)
