"""Many rows a page at a time: a million need no more memory than a page, and no transaction stays
open while whoever asked for them works."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy import RowMapping

from newsfold.store.database import Database

PAGE = 2_000  # rows; by eye


def rows(db: Database, wanted: sa.Select[Any], by: sa.Column[Any]) -> Iterator[RowMapping]:
    """What the statement gives, in the order of that column: a selected one, without equal values.

    Each page is one moment's state.
    """
    following = wanted.order_by(by).limit(PAGE)
    beyond = following
    while True:
        with db.reading() as connection:
            page = connection.execute(beyond).mappings().all()
        yield from page
        if len(page) < PAGE:
            return
        beyond = following.where(by > page[-1][by.name])
