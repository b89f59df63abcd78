"""The tables of the database, as SQLAlchemy sees them.

In: nothing. Out: the metadata that queries are written against. The truth about the schema are the migrations beside this module; a test
holds both against each other. Sources and claims are rows with the columns that one asks for; the rest of a record is one JSON payload,
since the record is always derived and can be rebuilt.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Float, ForeignKey, Index, Integer, MetaData, String, Table, Text

REVISION = "0002"
"""The newest migration. A database at this revision is opened without loading Alembic."""

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

version = Table(
    "version",
    metadata,
    Column("id", String, primary_key=True),
    Column("path", Text, nullable=False),
    Column("url", Text),
    Column("outlet", Text),
    Column("title", Text),
    Column("byline", Text),
    Column("published_at", String),
    Column("published_inferred", Boolean, nullable=False),
    Column("modified_at", String),
    Column("captured_at", String),
    Column("language", String),
    Column("credit", Text),
    Column("correction_note", Text),
    Column("previous", String),
    Column("links", Text, nullable=False),
    Column("text", Text, nullable=False),
    Index("ix_version_url", "url"),
    Index("ix_version_published_at", "published_at"),
)

reading = Table(
    "reading",
    metadata,
    Column("version", ForeignKey("version.id", ondelete="CASCADE"), primary_key=True),
    Column("date", String),
    Column("sentences", Text, nullable=False),
    Column("entities", Text, nullable=False),
    Column("times", Text, nullable=False),
)

claim = Table(
    "claim",
    metadata,
    Column("version", ForeignKey("reading.version", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("id", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("factuality", String, nullable=False),
    Column("score", Float, nullable=False),
    Column("reader", String, nullable=False),
    Column("payload", Text, nullable=False),
    Index("ix_claim_id", "id"),
    Index("ix_claim_kind", "kind"),
    Index("ix_claim_score", "score"),
)

actor_mention = Table(
    "actor_mention",
    metadata,
    Column("version", ForeignKey("reading.version", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("kind", String, nullable=False),
    Column("side", Text),
    Column("payload", Text, nullable=False),
    Index("ix_actor_mention_name", "name"),
)

problem = Table(
    "problem",
    metadata,
    Column("path", Text, primary_key=True),
    Column("error", Text, primary_key=True),
    Column("remedy", Text, primary_key=True),
)

entry = Table(
    "entry",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("id", String, nullable=False),
    Column("process", String),
    Column("kind", String, nullable=False),
    Column("position", Integer, nullable=False),
    Column("payload", Text, nullable=False),
    Index("ix_entry_id", "id"),
    Index("ix_entry_process", "process"),
)

story = Table(
    "story",
    metadata,
    Column("id", String, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("processes", Text, nullable=False),
    Column("independent_witnesses", Integer, nullable=False),
)

story_version = Table(
    "story_version",
    metadata,
    Column("story", ForeignKey("story.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("version", ForeignKey("version.id", ondelete="CASCADE"), nullable=False),
    Column("payload", Text, nullable=False),
    Index("ix_story_version_version", "version"),
)

change = Table(
    "change",
    metadata,
    Column("story", ForeignKey("story.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("id", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("significance", Float, nullable=False),
    Column("payload", Text, nullable=False),
    Index("ix_change_kind", "kind"),
)

fold = Table(
    "fold",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("sources", Integer, nullable=False),
    Column("folded", Integer),
)
"""One row: how often the sources have changed, and after which of these changes the record was folded."""

judgement = Table(
    "judgement",
    metadata,
    Column("id", String, primary_key=True),
    Column("at", String, nullable=False),
    Column("by", Text, nullable=False),
    Column("verb", String, nullable=False),
    Column("target", String, nullable=False),
    Column("payload", Text, nullable=False),
    Index("ix_judgement_target", "target"),
)
