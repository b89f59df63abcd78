"""The first schema: sources, claims, and the record that is derived from them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create all tables."""
    _create_sources()
    _create_claims()
    _create_record()


def _create_sources() -> None:
    op.create_table(
        "version",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("url", sa.Text()),
        sa.Column("outlet", sa.Text()),
        sa.Column("title", sa.Text()),
        sa.Column("byline", sa.Text()),
        sa.Column("published_at", sa.String()),
        sa.Column("published_inferred", sa.Boolean(), nullable=False),
        sa.Column("modified_at", sa.String()),
        sa.Column("captured_at", sa.String()),
        sa.Column("language", sa.String()),
        sa.Column("credit", sa.Text()),
        sa.Column("correction_note", sa.Text()),
        sa.Column("previous", sa.String()),
        sa.Column("links", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_version"),
    )
    op.create_index("ix_version_url", "version", ["url"])
    op.create_index("ix_version_published_at", "version", ["published_at"])
    op.create_table(
        "problem",
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("remedy", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("path", "error", "remedy", name="pk_problem"),
    )


def _create_claims() -> None:
    op.create_table(
        "reading",
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("date", sa.String()),
        sa.Column("sentences", sa.Text(), nullable=False),
        sa.Column("entities", sa.Text(), nullable=False),
        sa.Column("times", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("version", name="pk_reading"),
        sa.ForeignKeyConstraint(["version"], ["version.id"], name="fk_reading_version", ondelete="CASCADE"),
    )
    op.create_table(
        "claim",
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("factuality", sa.String(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("reader", sa.String(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("version", "position", name="pk_claim"),
        sa.ForeignKeyConstraint(["version"], ["reading.version"], name="fk_claim_version", ondelete="CASCADE"),
    )
    for column in ("id", "kind", "score"):
        op.create_index(f"ix_claim_{column}", "claim", [column])
    op.create_table(
        "actor_mention",
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("side", sa.Text()),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("version", "position", name="pk_actor_mention"),
        sa.ForeignKeyConstraint(["version"], ["reading.version"], name="fk_actor_mention_version", ondelete="CASCADE"),
    )
    op.create_index("ix_actor_mention_name", "actor_mention", ["name"])


def _create_record() -> None:
    op.create_table(
        "entry",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("process", sa.String()),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_entry"),
    )
    op.create_index("ix_entry_id", "entry", ["id"])
    op.create_index("ix_entry_process", "entry", ["process"])
    op.create_table(
        "story",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("processes", sa.Text(), nullable=False),
        sa.Column("independent_witnesses", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_story"),
    )
    op.create_table(
        "story_version",
        sa.Column("story", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("story", "position", name="pk_story_version"),
        sa.ForeignKeyConstraint(["story"], ["story.id"], name="fk_story_version_story", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["version"], ["version.id"], name="fk_story_version_version", ondelete="CASCADE"),
    )
    op.create_index("ix_story_version_version", "story_version", ["version"])
    op.create_table(
        "change",
        sa.Column("story", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("significance", sa.Float(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("story", "position", name="pk_change"),
        sa.ForeignKeyConstraint(["story"], ["story.id"], name="fk_change_story", ondelete="CASCADE"),
    )
    op.create_index("ix_change_kind", "change", ["kind"])
    op.create_table(
        "judgement",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("verb", sa.String(), nullable=False),
        sa.Column("target", sa.String(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_judgement"),
    )
    op.create_index("ix_judgement_target", "judgement", ["target"])


def downgrade() -> None:
    """Drop all tables, dependent ones first."""
    for table in (
        "judgement",
        "change",
        "story_version",
        "story",
        "entry",
        "actor_mention",
        "claim",
        "reading",
        "problem",
        "version",
    ):
        op.drop_table(table)
