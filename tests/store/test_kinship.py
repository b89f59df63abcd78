"""Shared text, version by version: whatever the order, who is compared with whom is what comparing all at once gives."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, delete, insert, select

from communique.model.sources import Version
from communique.store import tables
from communique.store.connection import begin
from communique.store.database import Store
from communique.store.kinship import relate_all, relate_versions, unrelate_versions
from communique.store.readings import version_row
from communique.stories import kinship, likeness
from tests.store.coverage import PASSAGES, dress, versions

TABLES = (tables.posting, tables.kin, tables.place)


@pytest.fixture(autouse=True)
def few_neighbours(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every version have two neighbours only, so that a dozen texts crowd each other out."""
    for module in (likeness, kinship):
        monkeypatch.setattr(module, "POSTING_NEIGHBOURS", 2)


def dump(connection: Connection) -> dict[str, set[Any]]:
    return {table.name: {tuple(row) for row in connection.execute(select(table))} for table in TABLES}


def dump_of_all(connection: Connection, told: list[Version]) -> dict[str, set[Any]]:
    for table in TABLES:
        connection.execute(delete(table))
    relate_all(connection, told)
    return dump(connection)


@settings(max_examples=60)
@given(st.data())
def test_versions_that_come_one_by_one_are_compared_as_all_at_once(data: st.DataObject) -> None:
    told = data.draw(st.lists(versions(), min_size=4, max_size=12, unique_by=lambda version: version.id))
    with Store.open(":memory:") as store, begin(store._engine, writes=True) as connection:
        connection.execute(insert(tables.version), [version_row(version) for version in told])
        for version in told:
            relate_versions(connection, [version])
        moved = [dress(data.draw, version) for version in data.draw(st.lists(st.sampled_from(told), max_size=3))]
        latest = {version.id: version for version in told}
        for version in moved:
            latest[version.id] = version
            connection.execute(tables.version.update().where(tables.version.c.id == version.id).values(version_row(version)))
            relate_versions(connection, [version])
        gone = data.draw(st.sets(st.sampled_from(sorted(latest)), max_size=2))
        unrelate_versions(connection, gone)
        kept = dump(connection)
        assert kept == dump_of_all(connection, [version for key, version in latest.items() if key not in gone])


def test_texts_that_share_a_passage_crowd_each_other_out_of_its_list() -> None:
    crowd = [Version(f"v-{number}", f"{PASSAGES[0]} {PASSAGES[1]} end {number}", outlet=f"outlet {number}") for number in range(6)]
    pairs = {(one.a, one.b) for one in kinship.find_kin(crowd)}
    assert ("v-0", "v-2") in pairs
    assert ("v-0", "v-3") not in pairs
