"""Where those who act together met: a column of their stakes.

The record itself is dropped: it is derived, and is built anew from sources and claims the next time the record is asked for.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column, and mark the record as not folded."""
    op.add_column("stake", sa.Column("hosts", sa.Text(), nullable=False, server_default="[]"))
    op.execute("UPDATE fold SET folded = NULL")
