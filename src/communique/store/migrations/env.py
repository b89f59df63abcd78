"""Runs the migrations inside the transaction that the store has begun; Alembic loads this file by its place."""

from __future__ import annotations

from alembic import context

from communique.store.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
