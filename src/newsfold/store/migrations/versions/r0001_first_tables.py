"""The first tables: articles, issues and what they printed, readers, deliveries."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables."""
    _keeping()
    _printing()
    _reading()
    _delivering()


def _of_issue() -> sa.Column[str]:
    return sa.Column("issue_id", sa.String(128), nullable=False)


def _issue_key(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["issue_id"], ["issues.id"], f"fk_{table}_issue_id_issues")


def _keeping() -> None:
    op.create_table(
        "keepsakes",
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("value", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_keepsakes"),
    )
    op.create_table(
        "articles",
        sa.Column("id", sa.String(128), nullable=False),
        sa.Column("first_seen", INSTANT, nullable=False),
        sa.Column("ages_from", INSTANT, nullable=False),
        sa.Column("body", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_articles"),
    )
    op.create_index("ix_articles_ages_from", "articles", ["ages_from"])


def _printing() -> None:
    op.create_table(
        "issues",
        sa.Column("id", sa.String(128), nullable=False),
        sa.Column("newsletter", sa.String(40), nullable=False),
        sa.Column("edition", sa.String(40), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("body", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_issues"),
        sa.UniqueConstraint("newsletter", "edition", name="uq_issues_newsletter_edition"),
    )
    op.create_table(
        "variants",
        _of_issue(),
        sa.Column("variant", sa.String(80), nullable=False),
        sa.Column("body", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("issue_id", "variant", name="pk_variants"),
        _issue_key("variants"),
    )
    op.create_table(
        "stories",
        _of_issue(),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("story_id", sa.String(128), nullable=False),
        sa.Column("headline", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("issue_id", "position", name="pk_stories"),
        _issue_key("stories"),
    )
    op.create_table(
        "story_articles",
        _of_issue(),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("article_id", sa.String(128), nullable=False),
        sa.PrimaryKeyConstraint("issue_id", "position", "article_id", name="pk_story_articles"),
        _issue_key("story_articles"),
    )
    op.create_index("ix_story_articles_article_id", "story_articles", ["article_id"])
    op.create_table(
        "sentences",
        _of_issue(),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("article_id", sa.String(128), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("issue_id", "position", "place", name="pk_sentences"),
        _issue_key("sentences"),
    )


def _reading() -> None:
    op.create_table(
        "subscribers",
        sa.Column("reader", sa.String(320), nullable=False),
        sa.Column("email", sa.String(320), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("newsletters", sa.JSON, nullable=False),
        sa.Column("timezone", sa.String(64)),
        sa.Column("language", sa.String(16)),
        sa.Column("extra", sa.JSON, nullable=False),
        sa.Column("status_by", sa.String(80), nullable=False),
        sa.Column("status_at", INSTANT, nullable=False),
        sa.Column("added_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("reader", name="pk_subscribers"),
    )
    op.create_table(
        "suppressions",
        sa.Column("reader", sa.String(320), nullable=False),
        sa.Column("newsletter", sa.String(40), nullable=False),
        sa.Column("by", sa.String(80), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("reader", "newsletter", name="pk_suppressions"),
    )


def _delivering() -> None:
    op.create_table(
        "deliveries",
        _of_issue(),
        sa.Column("reader", sa.String(320), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("email", sa.String(320), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("variant", sa.String(80), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("due_at", INSTANT),
        sa.Column("code", sa.Integer),
        sa.Column("detail", sa.Text, nullable=False),
        sa.Column("updated_at", INSTANT),
        sa.PrimaryKeyConstraint("issue_id", "reader", name="pk_deliveries"),
        _issue_key("deliveries"),
    )
    op.create_index(
        "ix_deliveries_issue_id_state_position", "deliveries", ["issue_id", "state", "position"]
    )
