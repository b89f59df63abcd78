"""Rows by the hundred: reading, replacing and removing them by key, within what a database takes in one statement.

In: a table, a column and the values asked for. Out: rows as dictionaries. Every function belongs to the transaction of its connection. The
statements are written out here and not composed by SQLAlchemy: bringing a record up to date asks a hundred small questions, and composing
one costs more than answering it. All names in them come from the tables, all values are bound.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Boolean, Connection, Table

Row = dict[str, Any]

BATCH = 500
"""Values per query: below the number of variables that any supported database takes."""


def select_in(connection: Connection, table: Table, column: str, values: Iterable[Any], *columns: str) -> list[Row]:
    """Return the rows whose `column` is one of the values; all columns, or those named."""
    names = columns or tuple(table.c.keys())
    flags = [name for name in names if isinstance(table.c[name].type, Boolean)]
    head = f"SELECT {_listed(names)} FROM {_quoted(table.name)} WHERE {_quoted(column)} IN"  # noqa: S608 - names of tables, no values
    found: list[Row] = []
    for chunk in _batches(sorted(set(values))):
        rows = connection.exec_driver_sql(f"{head} {_places(connection, len(chunk))}", chunk)
        found += [dict(zip(names, row, strict=True)) for row in rows]
    for row in found if flags else ():
        row.update({name: bool(row[name]) for name in flags if row[name] is not None})
    return found


def delete_in(connection: Connection, table: Table, column: str, values: Iterable[Any]) -> None:
    """Remove the rows whose `column` is one of the values."""
    head = f"DELETE FROM {_quoted(table.name)} WHERE {_quoted(column)} IN"  # noqa: S608 - names of tables, no values
    for chunk in _batches(sorted(set(values))):
        connection.exec_driver_sql(f"{head} {_places(connection, len(chunk))}", chunk)


def insert_rows(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Add rows, if there are any. All have the same columns."""
    if rows:
        names = tuple(rows[0])
        head = f"INSERT INTO {_quoted(table.name)} ({_listed(names)}) VALUES"
        connection.exec_driver_sql(f"{head} {_places(connection, len(names))}", [tuple(row[name] for name in names) for row in rows])


def replace_rows(connection: Connection, table: Table, column: str, rows: Mapping[str, Sequence[Mapping[str, Any]]]) -> set[str]:
    """Let rows stand in place of those that a table has for each value of `column`, and return the values for which that changed anything.

    What is the same is left alone.
    """
    known: dict[str, list[Row]] = {value: [] for value in rows}
    for row in select_in(connection, table, column, rows):
        known[row[column]].append(row)
    changed = {value for value, new in rows.items() if _content(known[value]) != _content(new)}
    delete_in(connection, table, column, [value for value in changed if known[value]])
    insert_rows(connection, table, [row for value in sorted(changed) for row in rows[value]])
    return changed


def _content(rows: Iterable[Mapping[str, Any]]) -> set[frozenset[tuple[str, Any]]]:
    return {frozenset(row.items()) for row in rows}


def _batches(values: Sequence[Any]) -> Iterator[tuple[Any, ...]]:
    for start in range(0, len(values), BATCH):
        yield tuple(values[start : start + BATCH])


@lru_cache(maxsize=1024)
def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(map(_quoted, names))


def _quoted(name: str) -> str:
    return f'"{name}"'


def _places(connection: Connection, count: int) -> str:
    """Return the places of so many values, as the driver writes them."""
    mark = "?" if connection.dialect.paramstyle == "qmark" else "%s"
    return f"({', '.join([mark] * count)})"
