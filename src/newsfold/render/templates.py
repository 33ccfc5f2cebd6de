"""The template files: where they are found, and what a mistake in one is told as."""

from __future__ import annotations

import re
import traceback
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import jinja2
from markupsafe import Markup

from newsfold import errors, resources
from newsfold.render.view import BriefView, IssueView, StoryView

# What a line of a template may raise when it runs, beside Jinja's own errors.
_FAULTS = (
    jinja2.TemplateError,
    ArithmeticError,
    AttributeError,
    LookupError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
)
# An overriding file extends the one that it replaces by this prefix:
# {% extends "builtin/email/digest.mjml.j2" %}
BUILTIN = "builtin"
# What a sentence gets in brackets; longer ones would leave a 320 px screen.
_ADDED = re.compile(r"\[[^\[\]]{1,20}\]")
_SPECIAL = re.compile(r"""[^ -~]|[\\"&<>']""")


def filled(name: str, values: Mapping[str, object], overrides: Path | None) -> str:
    """The template `name` ('email/digest.mjml.j2') with its values.

    Raises: TemplateError naming file and line, for every mistake in the file or in one that it
    includes.
    """
    try:
        return _environment(overrides, _own(overrides)).get_template(name).render(values)
    except _FAULTS as error:
        raise _explained(error, name) from error


def _own(overrides: Path | None) -> frozenset[str]:
    """The files of the own folder: once a built-in one was read, a new one would not be seen."""
    if overrides is None:
        return frozenset()
    return frozenset(str(path) for path in overrides.rglob("*") if path.is_file())


@lru_cache(maxsize=8)
def _environment(overrides: Path | None, own: frozenset[str]) -> jinja2.Environment:
    packaged = resources.templates()
    builtin = jinja2.FileSystemLoader(packaged)
    folders = [overrides, packaged] if overrides else [packaged]
    environment = jinja2.Environment(
        loader=jinja2.ChoiceLoader(
            [jinja2.FileSystemLoader(folders), jinja2.PrefixLoader({BUILTIN: builtin})]
        ),
        # Style sheets hold tokens only, and `&#39;` would not be a quotation mark there.
        autoescape=lambda name: not (name or "").endswith(".css.j2"),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=overrides is not None,  # the built-in files stay as they are
    )
    environment.filters["attr"] = attribute
    environment.filters["tongue"] = tongue
    environment.filters["whole"] = whole
    return environment


def attribute(text: str) -> Markup:
    """The text for an MJML attribute or mj-title: all but plain ASCII as numeric references.

    Source: measured; mrml prints attributes with Rust's debug escapes, so that a quotation mark,
    a backslash, a joiner or a combining mark would come out as `\\"`, `\\\\`, `\\u{200d}`.
    """
    return Markup(_SPECIAL.sub(lambda found: f"&#{ord(found[0])};", str(text)))  # noqa: S704


def whole(text: str) -> str:
    """The text with no line break inside short brackets: '[12 March]' stands in one line."""
    return _ADDED.sub(lambda found: found[0].replace(" ", "\u00a0"), text)


def tongue(said: IssueView | StoryView | BriefView) -> Markup:
    """The attributes `lang` and `dir` of an element that holds its words, or ''.

    Source: WCAG 2.2, 3.1.2: a screen reader changes its voice by them.
    """
    named = {"lang": said.language, "dir": said.direction}
    attributes = (f' {name}="{attribute(value)}"' for name, value in named.items() if value)
    return Markup("".join(attributes))  # noqa: S704


def _explained(error: BaseException, name: str) -> errors.TemplateError:
    if isinstance(error, jinja2.TemplateNotFound):
        message = f"template {error.name!r} was not found; check the name that {name} asks for"
        return errors.TemplateError(message, template=str(error.name))
    if isinstance(error, jinja2.TemplateSyntaxError):
        place, line = error.filename or error.name or name, error.lineno
    else:
        place, line = _place(error, name)
    what = f"{type(error).__name__}: {error}"
    return errors.TemplateError(f"{place}, line {line}: {what}", template=place)


def _place(error: BaseException, name: str) -> tuple[str, int]:
    """The innermost template line that was running. Jinja maps its frames to template files."""
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if frame.filename.endswith(".j2"):
            return frame.filename, frame.lineno or 1
    return name, 1
