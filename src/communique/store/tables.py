"""The tables of the database, as SQLAlchemy sees them.

In: nothing. Out: the metadata that queries are written against. The truth about the schema are the migrations beside this module; a test
holds both against each other. Sources and claims are rows with the columns that one asks for; the rest of a record is one JSON payload,
since the record is always derived and can be rebuilt.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Float, ForeignKey, Index, Integer, MetaData, String, Table, Text

REVISION = "0004"
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
    Column("folder", Text, primary_key=True),
    Column("kind", String, primary_key=True),
    Column("id", String, primary_key=True),
    Column("rank", Text, nullable=False),
    Column("payload", Text, nullable=False),
    Index("ix_entry_id", "id"),
)
"""The record by folders: a process, or a small part of the background. `rank` sorts the entries of one kind."""

story = Table(
    "story",
    metadata,
    Column("id", String, primary_key=True),
    Column("rank", Text, nullable=False),
    Column("title", Text, nullable=False),
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
    Column("maker", String),
    Column("judged", Text),
)
"""One row: how often the sources have changed, after which of these changes the record was folded, by which version of the package, and
obeying which judgements (a list of ids)."""

stale = Table("stale", metadata, Column("version", String, primary_key=True), Column("since", Integer, nullable=False))
"""Versions whose text, date or reading has changed since the record was folded, with the revision of the last change."""

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

# --- indexes: what the fold knows of all versions, kept so that one more report touches only what it speaks of ---------------------

posting = Table(
    "posting",
    metadata,
    Column("shingle", BigInteger, primary_key=True),
    Column("version", String, primary_key=True),
    sqlite_with_rowid=False,
)
"""Which texts hold a sampled shingle."""

kin = Table(
    "kin",
    metadata,
    Column("a", String, primary_key=True),
    Column("b", String, primary_key=True),
    Column("containment", Float, nullable=False),
    Column("resemblance", Float, nullable=False),
    Column("lead", Float, nullable=False),
    Column("n_shingles", Integer, nullable=False),
    Index("ix_kin_b", "b"),
)

place = Table(
    "place",
    metadata,
    Column("version", String, primary_key=True),
    Column("rank", Text, nullable=False),
    Column("address", Text),
    Column("story", String),
    Column("stamp", String),
    Column("position", Integer),
    Column("day", String),
    Column("has_note", Boolean),
    Column("witness", String),
    Index("ix_place_address", "address"),
    Index("ix_place_story", "story"),
    Index("ix_place_witness", "witness"),
)
"""Where a version stands among its neighbours (`rank`), in its story and among all, and which witness it is."""

digest = Table("digest", metadata, Column("version", String, primary_key=True), Column("facts", Text, nullable=False))
"""What a version adds to `name_fact`, so that it can be taken off again."""

name_fact = Table(
    "name_fact",
    metadata,
    Column("name", Text, primary_key=True),
    Column("says", String, primary_key=True),
    Column("value", Text, primary_key=True),
    Column("n", Integer, nullable=False),
    Column("name_fold", Text, nullable=False),
    Column("value_fold", Text, nullable=False),
    Index("ix_name_fact_name_fold", "name_fold"),
    Index("ix_name_fact_value_fold", "value_fold", "says"),
)

name_sound = Table(
    "name_sound", metadata, Column("sound", String, primary_key=True), Column("name", Text, primary_key=True), sqlite_with_rowid=False
)
"""Names of persons by the sounds that begin and end their parts."""

alias = Table(
    "alias", metadata, Column("fold", Text, primary_key=True), Column("name", Text, nullable=False), Index("ix_alias_name", "name")
)

figure = Table(
    "figure",
    metadata,
    Column("name", Text, primary_key=True),
    Column("kind", String),
    Column("side", Text),
    Column("office", Text),
    Index("ix_figure_side", "side"),
)

name_use = Table(
    "name_use",
    metadata,
    Column("fold", Text, primary_key=True),
    Column("version", String, primary_key=True),
    Index("ix_name_use_version", "version"),
)
"""Which versions write a name, folded."""

stake = Table(
    "stake",
    metadata,
    Column("version", String, primary_key=True),
    Column("parties", Text, primary_key=True),
    Column("topic", String, primary_key=True),
    Column("weight", Integer, nullable=False),
    Column("first", Integer, nullable=False),
    Column("is_news", Boolean, nullable=False),
    Column("mediators", Text, nullable=False),
    Column("hosts", Text, nullable=False),
    Index("ix_stake_parties", "parties", "version", "weight"),
)

asked = Table(
    "asked",
    metadata,
    Column("version", String, primary_key=True),
    Column("parties", Text, primary_key=True),
    Index("ix_asked_parties", "parties"),
)
"""For which parties a process was looked up when the claims of a version were filed."""

answer = Table("answer", metadata, Column("parties", Text, primary_key=True), Column("said", Text, nullable=False))
"""What such a look-up depended on beside the version itself."""

filing = Table(
    "filing",
    metadata,
    Column("version", String, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("pair", Integer, primary_key=True),
    Column("folder", Text, nullable=False),
    Index("ix_filing_folder", "folder"),
)
"""The folder of each claim; of a relation, of each of its pairs."""

telling = Table(
    "telling",
    metadata,
    Column("version", String, primary_key=True),
    Column("process", String, primary_key=True),
    Index("ix_telling_process", "process"),
)
"""Which processes have evidence in a version."""
