"""The tables, as SQLAlchemy Core knows them. The migrations make them; a test compares the two.

Readers and addresses are found by `reader`, the casefolded address, so that nobody is mailed
twice for writing their address in two ways. What is only kept and shown stands in `body` columns
as newsfold.wire writes it; what is searched has a column of its own.
"""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    false,
    text,
    true,
)
from sqlalchemy.types import TypeEngine

HEAD = "0007"  # the newest revision in migrations/versions; a test compares them

# Constraints need names that migrations can refer to on every database.
metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Instant(TypeDecorator[datetime]):
    """An aware UTC instant on every database; SQLite keeps no zone, so it is put back here."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The instant in UTC. Raises: ValueError when it is naive."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The instant as it was put in."""
        if value is None or value.tzinfo is None:
            return value and value.replace(tzinfo=UTC)
        return value.astimezone(UTC)


class Key(TypeDecorator[str]):
    """A text that rows are found and ordered by: by code points on every database.

    `length` is what SQLite's table says and does not enforce; PostgreSQL's has no limit either.
    """

    impl = String
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[str]:
        """The type of that database."""
        if dialect.name == "postgresql":
            return dialect.type_descriptor(String(collation="C"))
        return dialect.type_descriptor(self.impl_instance)


class Words(TypeDecorator[str]):
    """A text of somebody else's. PostgreSQL keeps no NUL character; U+FFFD stands in its place."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """The text without NUL."""
        return value and without_nul(value)


def without_nul(text: str) -> str:
    """The text as `Words` keeps it."""
    return text.replace("\0", "\ufffd")


def _open(name: str, column: str, where: str, *more: str) -> Index:
    """An index of deliveries that are still to be worked on."""
    return Index(
        f"ix_deliveries_{name}",
        "issue_id",
        column,
        *more,
        sqlite_where=text(where),
        postgresql_where=text(where),
    )


keepsakes = Table(
    "keepsakes",  # made once, kept for ever
    metadata,
    Column("name", Key(40), primary_key=True),
    Column("value", LargeBinary, nullable=False),
)

articles = Table(
    "articles",
    metadata,
    Column("id", Key(128), primary_key=True),
    Column("first_seen", Instant, nullable=False),
    Column("ages_from", Instant, nullable=False),  # see newsfold.freshness.age_from
    Column("body", JSON, nullable=False),
    Index(None, "ages_from"),
)

issues = Table(
    "issues",
    metadata,
    Column("id", Key(128), primary_key=True),
    Column("newsletter", Key(40), nullable=False),
    Column("edition", Key(40), nullable=False),
    Column("number", Integer, nullable=False),
    Column("title", Words, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("body", JSON, nullable=False),
    Column("standing", Key(16), nullable=False, server_default="open"),
    Column("standing_why", Words, nullable=False, server_default=""),
    UniqueConstraint("newsletter", "edition"),  # at most one issue per edition, ever
)

variants = Table(
    "variants",
    metadata,
    Column("issue_id", ForeignKey("issues.id"), primary_key=True),
    Column("variant", Key(80), primary_key=True),
    Column("body", JSON, nullable=False),
)

stories = Table(
    "stories",
    metadata,
    Column("issue_id", ForeignKey("issues.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("story_id", Key(128), nullable=False),
    Column("headline", Words, nullable=False),
    Column("printed", Boolean, nullable=False, server_default=true()),  # not dropped by an editor
)

# An issue from an editor's file may cite articles that this store never kept: no foreign key.
story_articles = Table(
    "story_articles",
    metadata,
    Column("issue_id", ForeignKey("issues.id"), primary_key=True),
    Column("position", Integer, primary_key=True),  # the story's
    Column("article_id", Key(128), primary_key=True),
    Index(None, "article_id"),
)

sentences = Table(
    "sentences",
    metadata,
    Column("issue_id", ForeignKey("issues.id"), primary_key=True),
    Column("position", Integer, primary_key=True),  # the story's
    Column("place", Integer, primary_key=True),  # within the story, in reading order
    Column("article_id", Key(128), nullable=False),
    Column("text", Words, nullable=False),
)

# What a language model answered, so that nothing is asked twice: preview and run say the same.
phrasings = Table(
    "phrasings",
    metadata,
    Column("key", Key(64), primary_key=True),  # newsfold.write.prompt.key
    Column("answer", Words, nullable=False),
    Column("added_at", Instant, nullable=False),
    Index(None, "added_at"),
)

subscribers = Table(
    "subscribers",
    metadata,
    Column("reader", Key(320), primary_key=True),
    Column("email", Key(320), nullable=False),
    Column("name", Words, nullable=False),
    Column("status", Key(16), nullable=False),
    Column("newsletters", JSON, nullable=False),  # a list of slugs; empty means all
    Column("timezone", Key(64)),
    Column("language", Key(16)),
    Column("sections", JSON, nullable=False, server_default="[]"),  # titles; empty means all
    # Whether language and sections are the reader's own choice, which no file undoes.
    Column("own_choice", Boolean, nullable=False, server_default=false()),
    Column("extra", JSON, nullable=False),  # the columns that we do not know
    Column("status_by", Key(80), nullable=False),  # who or what set the status
    Column("status_at", Instant, nullable=False),
    Column("added_at", Instant, nullable=False),
)

# Outlives the subscriber's row: taking somebody off the list and importing them again does not
# undo their own wish.
suppressions = Table(
    "suppressions",
    metadata,
    Column("reader", Key(320), primary_key=True),
    Column("newsletter", Key(40), primary_key=True),  # '' is every newsletter
    Column("by", Key(80), nullable=False),
    Column("at", Instant, nullable=False),
)

# Found by position: an update touches no index of text, and rows that are sent together lie
# together. The indexes hold only rows that are still to be worked on, so that they stay small and
# what is sent costs nothing more.
deliveries = Table(
    "deliveries",
    metadata,
    Column("issue_id", ForeignKey("issues.id"), primary_key=True),
    Column("position", Integer, primary_key=True),  # in the frozen list of recipients
    Column("reader", Key(320), nullable=False),
    Column("email", Key(320), nullable=False),
    Column("name", Words, nullable=False),
    Column("variant", Key(80), nullable=False),
    Column("state", Key(16), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("owner", Integer),  # the sender that holds it (store/senders.py)
    Column("connection", Integer),  # of that sender, over which the intended mail leaves
    Column("due_at", Instant),
    Column("code", Integer),
    Column("detail", Words, nullable=False),
    Column("updated_at", Instant),
    UniqueConstraint("issue_id", "reader"),
    _open("pending", "position", "state = 'pending'"),
    _open("deferred", "due_at", "state = 'deferred'"),
    _open("held", "owner", "state = 'claimed' OR state = 'intent'", "position"),
)
