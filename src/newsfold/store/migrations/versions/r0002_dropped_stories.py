"""Stories that an editor took out of an issue are remembered beside the printed ones."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; every story so far was printed."""
    op.add_column(
        "stories", sa.Column("printed", sa.Boolean, nullable=False, server_default=sa.true())
    )
