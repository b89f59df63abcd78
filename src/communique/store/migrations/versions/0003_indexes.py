"""Indexes for reading one more report at a time, and the record by folders.

The record itself is dropped: it is derived, and is built anew from sources and claims the next time the record is asked for.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the record's tables anew, and those of the indexes."""
    for table in ("change", "story_version", "story", "entry"):
        op.drop_table(table)
    op.drop_table("fold")
    op.create_table(
        "fold",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sources", sa.Integer(), nullable=False),
        sa.Column("folded", sa.Integer()),
        sa.Column("maker", sa.String()),
        sa.Column("judged", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_fold"),
    )
    _table("stale", [sa.Column("since", sa.Integer(), nullable=False)], version=sa.String())
    _create_record()
    _create_story_indexes()
    _create_name_indexes()
    _create_filing_indexes()


def _table(table: str, columns: list[sa.Column[Any]], *, rowid: bool = True, **keys: sa.types.TypeEngine[Any]) -> None:
    key_columns = [sa.Column(key, kind, nullable=False) for key, kind in keys.items()]
    op.create_table(table, *key_columns, *columns, sa.PrimaryKeyConstraint(*keys, name=f"pk_{table}"), sqlite_with_rowid=rowid)


def _create_record() -> None:
    _table(
        "entry",
        [sa.Column("rank", sa.Text(), nullable=False), sa.Column("payload", sa.Text(), nullable=False)],
        folder=sa.Text(),
        kind=sa.String(),
        id=sa.String(),
    )
    op.create_index("ix_entry_id", "entry", ["id"])
    _table(
        "story",
        [
            sa.Column("rank", sa.Text(), nullable=False),
            sa.Column("title", sa.Text(), nullable=False),
            sa.Column("independent_witnesses", sa.Integer(), nullable=False),
        ],
        id=sa.String(),
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


def _create_story_indexes() -> None:
    _table("posting", [], rowid=False, shingle=sa.BigInteger(), version=sa.String())
    measures = [sa.Column(name, sa.Float(), nullable=False) for name in ("containment", "resemblance", "lead")]
    _table("kin", [*measures, sa.Column("n_shingles", sa.Integer(), nullable=False)], a=sa.String(), b=sa.String())
    op.create_index("ix_kin_b", "kin", ["b"])
    _table(
        "place",
        [
            sa.Column("rank", sa.Text(), nullable=False),
            sa.Column("address", sa.Text()),
            sa.Column("story", sa.String()),
            sa.Column("stamp", sa.String()),
            sa.Column("position", sa.Integer()),
            sa.Column("day", sa.String()),
            sa.Column("has_note", sa.Boolean()),
            sa.Column("witness", sa.String()),
        ],
        version=sa.String(),
    )
    for column in ("address", "story", "witness"):
        op.create_index(f"ix_place_{column}", "place", [column])


def _create_name_indexes() -> None:
    _table("digest", [sa.Column("facts", sa.Text(), nullable=False)], version=sa.String())
    _table(
        "name_fact",
        [
            sa.Column("n", sa.Integer(), nullable=False),
            sa.Column("name_fold", sa.Text(), nullable=False),
            sa.Column("value_fold", sa.Text(), nullable=False),
        ],
        name=sa.Text(),
        says=sa.String(),
        value=sa.Text(),
    )
    op.create_index("ix_name_fact_name_fold", "name_fact", ["name_fold"])
    op.create_index("ix_name_fact_value_fold", "name_fact", ["value_fold", "says"])
    _table("name_sound", [], rowid=False, sound=sa.String(), name=sa.Text())
    _table("alias", [sa.Column("name", sa.Text(), nullable=False)], fold=sa.Text())
    op.create_index("ix_alias_name", "alias", ["name"])
    _table("figure", [sa.Column("kind", sa.String()), sa.Column("side", sa.Text()), sa.Column("office", sa.Text())], name=sa.Text())
    op.create_index("ix_figure_side", "figure", ["side"])
    _table("name_use", [], fold=sa.Text(), version=sa.String())
    op.create_index("ix_name_use_version", "name_use", ["version"])


def _create_filing_indexes() -> None:
    _table(
        "stake",
        [
            sa.Column("weight", sa.Integer(), nullable=False),
            sa.Column("first", sa.Integer(), nullable=False),
            sa.Column("is_news", sa.Boolean(), nullable=False),
            sa.Column("mediators", sa.Text(), nullable=False),
        ],
        version=sa.String(),
        parties=sa.Text(),
        topic=sa.String(),
    )
    op.create_index("ix_stake_parties", "stake", ["parties", "version", "weight"])
    _table("asked", [], version=sa.String(), parties=sa.Text())
    op.create_index("ix_asked_parties", "asked", ["parties"])
    _table("answer", [sa.Column("said", sa.Text(), nullable=False)], parties=sa.Text())
    _table("filing", [sa.Column("folder", sa.Text(), nullable=False)], version=sa.String(), position=sa.Integer(), pair=sa.Integer())
    op.create_index("ix_filing_folder", "filing", ["folder"])
    _table("telling", [], version=sa.String(), process=sa.String())
    op.create_index("ix_telling_process", "telling", ["process"])
