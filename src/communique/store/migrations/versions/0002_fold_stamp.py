"""The stamp that tells whether the record was folded from all that is stored."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table of the stamp; a record without one counts as stale."""
    op.create_table(
        "fold",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sources", sa.Integer(), nullable=False),
        sa.Column("folded", sa.Integer()),
        sa.PrimaryKeyConstraint("id", name="pk_fold"),
    )
