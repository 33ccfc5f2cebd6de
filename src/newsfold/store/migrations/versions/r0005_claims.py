"""Deliveries by their position, with the sender that holds each and the connection it went over."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
KEPT = (
    "issue_id",
    "position",
    "reader",
    "email",
    "name",
    "variant",
    "state",
    "attempts",
    "due_at",
    "code",
    "detail",
    "updated_at",
)


def upgrade() -> None:
    """Make the table anew under its new key, and move the rows over."""
    op.drop_index("ix_deliveries_issue_id_state_position", "deliveries")
    op.rename_table("deliveries", "deliveries_0004")
    if op.get_context().dialect.name == "postgresql":  # there names of keys are the schema's
        op.execute("ALTER INDEX pk_deliveries RENAME TO pk_deliveries_0004")
    op.create_table(
        "deliveries",
        sa.Column("issue_id", sa.String(128), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("reader", sa.String(320), nullable=False),
        sa.Column("email", sa.String(320), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("variant", sa.String(80), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("owner", sa.Integer),
        sa.Column("connection", sa.Integer),
        sa.Column("due_at", INSTANT),
        sa.Column("code", sa.Integer),
        sa.Column("detail", sa.Text, nullable=False),
        sa.Column("updated_at", INSTANT),
        sa.PrimaryKeyConstraint("issue_id", "position", name="pk_deliveries"),
        sa.UniqueConstraint("issue_id", "reader", name="uq_deliveries_issue_id_reader"),
        sa.ForeignKeyConstraint(["issue_id"], ["issues.id"], "fk_deliveries_issue_id_issues"),
    )
    before, after = (
        sa.table(name, *map(sa.column, KEPT)) for name in ("deliveries_0004", "deliveries")
    )
    op.execute(sa.insert(after).from_select(KEPT, sa.select(before)))
    op.drop_table("deliveries_0004")
    _index("ix_deliveries_pending", ["issue_id", "position"], "state = 'pending'")
    _index("ix_deliveries_deferred", ["issue_id", "due_at"], "state = 'deferred'")
    _index(
        "ix_deliveries_held",
        ["issue_id", "owner", "position"],
        "state = 'claimed' OR state = 'intent'",
    )


def _index(name: str, columns: list[str], where: str) -> None:
    op.create_index(
        name,
        "deliveries",
        columns,
        sqlite_where=sa.text(where),
        postgresql_where=sa.text(where),
    )
