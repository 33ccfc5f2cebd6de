"""What travels with the package: templates, sample articles and example files.

In a wheel they lie inside the package (`newsfold/templates`); in a checkout at its top.
"""

from __future__ import annotations

from pathlib import Path

from newsfold.errors import InputError

_PACKAGE = Path(__file__).resolve().parent
_CHECKOUT = _PACKAGE.parents[1]


def templates() -> Path:
    """The folder of the built-in templates. Raises: InputError when it is not installed."""
    return _folder("templates")


def seeds() -> Path:
    """The folder of the sample articles. Raises: InputError when it is not installed."""
    return _folder("seeds")


def example(name: str) -> Path:
    """An example file (`digest.example.toml`). Raises: InputError when it is not installed."""
    for place in (_PACKAGE / "examples" / name, _CHECKOUT / name):
        if place.is_file():
            return place
    raise InputError(
        f"the file '{name}' is missing from this installation; install newsfold again", where=name
    )


def _folder(name: str) -> Path:
    for place in (_PACKAGE / name, _CHECKOUT / name):
        if place.is_dir():
            return place
    raise InputError(
        f"the folder '{name}' is missing from this installation; install newsfold again",
        where=str(_PACKAGE / name),
    )
