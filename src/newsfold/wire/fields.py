"""A JSON object read field by field, with errors that say where."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, TypeVar

from newsfold.errors import InputError
from newsfold.model import When

Json = dict[str, Any]
T = TypeVar("T")


def iso(when: When | None) -> str | None:
    """The date as its own ISO 8601 text."""
    return when.iso if when else None


def instant(moment: datetime | None) -> str | None:
    """The instant in UTC, ISO 8601."""
    return When.at(moment.astimezone(UTC)).iso if moment else None


class Fields:
    """A JSON object with the path that led to it, for errors that say where."""

    def __init__(self, data: object, path: str) -> None:
        if not isinstance(data, Mapping):
            raise InputError(f"{path}: expected a JSON object, found {_kind(data)}", where=path)
        self._data = data
        self._path = path

    def error(self, key: str, problem: str) -> InputError:
        """The error that names this field."""
        where = f"{self._path}.{key}"
        return InputError(f"{where}: {problem}", where=where)

    def _get(self, key: str) -> Any:
        if key not in self._data:
            raise self.error(key, "missing; start from the output of 'digest draft --save FILE'")
        return self._data[key]

    def _of(self, key: str, kind: type[T], name: str) -> T:
        value = self._get(key)
        if not isinstance(value, kind) or isinstance(value, bool):
            raise self.error(key, f"expected {name}, found {_kind(value)}")
        return value

    def text(self, key: str) -> str:
        """A text. Raises: InputError, as every reader here, for what is missing or another kind."""
        return self._of(key, str, "a text")

    def whole(self, key: str) -> int:
        """A whole number."""
        return self._of(key, int, "a whole number")

    def number(self, key: str) -> float:
        """A number."""
        return float(self._of(key, int | float, "a number"))  # type: ignore[arg-type]

    def maybe_text(self, key: str) -> str | None:
        """A text, or None for null or nothing."""
        return None if self._data.get(key) is None else self.text(key)

    def parsed(self, key: str, parse: Callable[[Any], T]) -> T:
        """What `parse` makes of the value; its ValueError or TypeError names the field."""
        try:
            return parse(self._get(key))
        except (ValueError, TypeError) as error:
            raise self.error(key, str(error)) from error

    def maybe(self, key: str, parse: Callable[[Any], T]) -> T | None:
        """The same, or None for null or nothing."""
        return None if self._data.get(key) is None else self.parsed(key, parse)

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts."""
        values = self._of(key, list, "a list of texts")
        for value in values:
            if not isinstance(value, str):
                raise self.error(key, f"expected texts, found {_kind(value)}")
        return tuple(values)

    def wholes(self, key: str) -> tuple[int, ...]:
        """A list of whole numbers."""
        values = self._of(key, list, "a list of whole numbers")
        for value in values:
            if not isinstance(value, int) or isinstance(value, bool):
                raise self.error(key, f"expected whole numbers, found {_kind(value)}")
        return tuple(values)

    def each(self, key: str, read: Callable[[Fields], T]) -> tuple[T, ...]:
        """A list of objects, each read by `read`."""
        values = self._of(key, list, "a list")
        return tuple(read(Fields(v, f"{self._path}.{key}[{n}]")) for n, v in enumerate(values))

    def each_if_any(self, key: str, read: Callable[[Fields], T]) -> tuple[T, ...]:
        """The same; nothing where what was written before the key was known lacks it."""
        return self.each(key, read) if key in self._data else ()

    def nested(self, key: str, read: Callable[[Fields], T]) -> T | None:
        """An object read by `read`, or None for null or nothing."""
        value = self._data.get(key)
        return None if value is None else read(Fields(value, f"{self._path}.{key}"))


def _kind(value: object) -> str:
    return "null" if value is None else type(value).__name__
