"""The error tree.

    NewsfoldError
    ├── SetupError            the user must fix something before anything is sent (exit 2)
    │   ├── ConfigError       a bad setting: key, value, what to type instead
    │   ├── InputError        a path or argument that cannot be used
    │   └── TemplateError     a template that does not compile
    ├── StoreError            the database cannot be opened or is of another version
    ├── DeliveryError         the relay refuses us altogether: nothing more can be handed over
    │   └── RefusedLogin      the relay refused the login
    └── Busy                  another process holds what this one needs

Bad input data is never an error: it is a value (`Failure`, `Rejected`, `RowError`).
Each message says what happened, where, and what to type next.
"""

from __future__ import annotations


class NewsfoldError(Exception):
    """Anything newsfold itself raises."""


class SetupError(NewsfoldError):
    """The user must fix something; nothing was sent."""


class ConfigError(SetupError):
    """A bad setting. `key` is its dotted name, `source` the file it stands in."""

    def __init__(self, message: str, *, key: str | None = None, source: str | None = None) -> None:
        super().__init__(message)
        self.key = key
        self.source = source


class InputError(SetupError):
    """A path or argument that cannot be used. `where` names it."""

    def __init__(self, message: str, *, where: str | None = None) -> None:
        super().__init__(message)
        self.where = where


class TemplateError(SetupError):
    """A template that does not compile. `template` names the file."""

    def __init__(self, message: str, *, template: str | None = None) -> None:
        super().__init__(message)
        self.template = template


class StoreError(NewsfoldError):
    """The database cannot be used. `url` is its address without a password."""

    def __init__(self, message: str, *, url: str | None = None) -> None:
        super().__init__(message)
        self.url = url


class DeliveryError(NewsfoldError):
    """The relay takes nothing from us now. `code` is its SMTP reply code, if it gave one."""

    def __init__(self, message: str, *, code: int | None = None) -> None:
        super().__init__(message)
        self.code = code


class RefusedLogin(DeliveryError):
    """The relay refused user name or password."""


class Busy(NewsfoldError):
    """Another process holds what this one needs. `holder` is its process id, if known."""

    def __init__(self, message: str, *, holder: int | None = None) -> None:
        super().__init__(message)
        self.holder = holder
