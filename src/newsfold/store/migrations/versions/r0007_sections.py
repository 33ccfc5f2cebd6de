"""Readers choose sections of their newsletters."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A list of titles, empty for whoever chose none."""
    column = sa.Column("sections", sa.JSON, nullable=False, server_default="[]")
    op.add_column("subscribers", column)
