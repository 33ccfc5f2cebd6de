"""Whether an issue's delivery goes on, is paused, or was cancelled."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; what is there already goes on."""
    op.add_column(
        "issues", sa.Column("standing", sa.String(16), nullable=False, server_default="open")
    )
    op.add_column("issues", sa.Column("standing_why", sa.Text, nullable=False, server_default=""))
