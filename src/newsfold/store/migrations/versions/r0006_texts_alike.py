"""On PostgreSQL texts have no limit, as on SQLite, and keys are ordered by code points."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

KEYS = {
    "keepsakes": ("name",),
    "articles": ("id",),
    "issues": ("id", "newsletter", "edition", "standing"),
    "variants": ("issue_id", "variant"),
    "stories": ("issue_id", "story_id"),
    "story_articles": ("issue_id", "article_id"),
    "sentences": ("issue_id", "article_id"),
    "phrasings": ("key",),
    "subscribers": ("reader", "email", "status", "timezone", "language", "status_by"),
    "suppressions": ("reader", "newsletter", "by"),
    "deliveries": ("issue_id", "reader", "email", "variant", "state"),
}


def upgrade() -> None:
    """Change the columns' types; what stands in them stays."""
    if op.get_bind().dialect.name != "postgresql":
        return
    for table, columns in KEYS.items():
        for column in columns:
            op.alter_column(table, column, type_=sa.String(collation="C"))
