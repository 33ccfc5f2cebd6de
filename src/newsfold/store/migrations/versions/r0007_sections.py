"""Readers choose sections of their newsletters, some by themselves."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A list of titles, empty for whoever chose none, and whose choice it is."""
    for column in (
        sa.Column("sections", sa.JSON, nullable=False, server_default="[]"),
        sa.Column("own_choice", sa.Boolean, nullable=False, server_default=sa.false()),
    ):
        op.add_column("subscribers", column)
