"""One more report at a time: whatever the order and the batches, the record is that of folding everything anew."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from communique.model.errors import JudgementError, UnknownEntry
from communique.model.judgements import Verb
from communique.model.record import Ledger
from communique.record.folding import fold_ledger
from communique.record.judging import Declaration, Judge, Request
from communique.store import tables
from communique.store.database import Store
from communique.stories.telling import tell_stories
from tests.store.coverage import STATES, Report, dress, readings, reports

INDEXES = (
    tables.posting,
    tables.kin,
    tables.place,
    tables.digest,
    tables.name_fact,
    tables.name_sound,
    tables.alias,
    tables.figure,
    tables.name_use,
    tables.stake,
    tables.asked,
    tables.filing,
    tables.telling,
    tables.story,
    tables.story_version,
    tables.change,
    tables.entry,
)


def fold_anew(store: Store) -> Ledger:
    """Fold everything that is stored in memory, without any index."""
    read = store.readings()
    known = {reading.version: reading for reading in read}
    stories = tell_stories([version for version in store.versions() if version.id in known], known)
    return fold_ledger(read, stories, store.problems(), judgements=store.judgements())


def dump(store: Store) -> dict[str, set[Any]]:
    """Return all rows of the indexes and the record."""
    with store._engine.connect() as connection:
        return {table.name: {tuple(row) for row in connection.execute(select(table))} for table in INDEXES}


def assert_up_to_date(store: Store) -> None:
    """Fail unless the record is what all that is stored makes, and the indexes are those of a rebuild."""
    assert store.is_folded()
    assert store.read_ledger() == fold_anew(store)
    kept = dump(store)
    store.rebuild()
    rebuilt = dump(store)
    assert {name: rows ^ rebuilt[name] for name, rows in kept.items() if rows != rebuilt[name]} == {}


def add(store: Store, batch: list[Report]) -> None:
    store.add([report.version for report in batch])
    store.pending_versions()
    store.add((), [report.reading for report in batch])
    store.update()


@st.composite
def batches(draw: st.DrawFn) -> list[list[Report]]:
    told = draw(st.lists(reports(), min_size=1, max_size=6))
    cuts = sorted(draw(st.sets(st.integers(1, len(told)))) | {len(told)})
    return [told[start:end] for start, end in zip([0, *cuts], cuts, strict=False)]


@settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(batches())
def test_reading_in_batches_makes_the_record_of_reading_all_at_once(told: list[list[Report]]) -> None:
    with Store.open(":memory:") as store:
        for batch in told:
            add(store, batch)
        assert_up_to_date(store)


@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.lists(reports(), min_size=2, max_size=5, unique_by=lambda report: report.version.id), st.randoms(use_true_random=False))
def test_the_order_of_reading_does_not_matter(told: list[Report], shuffler: random.Random) -> None:
    kept = []
    for order in (told, shuffler.sample(told, len(told))):
        with Store.open(":memory:") as store:
            for report in order:
                add(store, [report])
            kept.append((store.read_ledger(), dump(store)))
    assert kept[0] == kept[1]


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.data())
def test_a_text_found_again_elsewhere_or_read_anew_is_followed(data: st.DataObject) -> None:
    told = data.draw(st.lists(reports(), min_size=2, max_size=5))
    with Store.open(":memory:") as store:
        add(store, told)
        for report in data.draw(st.lists(st.sampled_from(told), min_size=1, max_size=3)):
            add(store, [Report(dress(data.draw, report.version), data.draw(readings(report.version)))])
        assert_up_to_date(store)


VERBS = (Verb.ACCEPT, Verb.REJECT, Verb.MERGE, Verb.SPLIT, Verb.EDIT, Verb.NOTE, Verb.UNDO, Verb.DECLARE)
EDITS = {
    "meeting": ("date", "2031-05-22"),
    "commitment": ("standing", "suspended"),
    "relation": ("from", "1999"),
    "statement": ("side", "Sylvania"),
    "actor": ("side", "Freedonia"),
    "process": ("name", "River talks"),
}


def judge_something(draw: Callable[[st.SearchStrategy[Any]], Any], store: Store, hour: int) -> None:
    """Let a person judge something at random; what cannot be judged is refused and changes nothing."""
    ledger = store.read_ledger()
    judge = Judge(ledger, store.find_claims)
    by, at = "A. Desk", f"2031-06-01T{hour:02}:00:00+00:00"
    ids = sorted(judge.known_ids() | {mark.id for mark in store.find_claims("c-")})
    if not ids:
        return
    verb = draw(st.sampled_from(VERBS))
    n_targets = 2 if verb is Verb.MERGE else 1
    targets = tuple(draw(st.lists(st.sampled_from(ids), min_size=n_targets, max_size=n_targets)))
    kind = targets[0].partition("-")[0]
    field, value = EDITS.get(kind, ("colour", "red"))
    names = [name for process in ledger.processes for actor in process.actors for name in actor.aliases]
    values = (value,) if verb is Verb.EDIT else tuple(names[:1]) if kind == "actor" else ()
    try:
        if verb is Verb.DECLARE:
            parties = tuple(draw(st.lists(st.sampled_from(STATES), min_size=2, max_size=2, unique=True)))
            words = draw(st.sampled_from(((), ("visa", "bridge"))))
            made = judge.declare(Declaration("Declared talks", parties, words=words), by, at)
        else:
            made = judge.judge(Request(verb, targets, by, at, field, values, "why"))
    except (JudgementError, UnknownEntry):
        return
    store.add_judgements([made])
    store.update()


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.data())
def test_judgements_between_readings_make_the_record_of_all_at_once(data: st.DataObject) -> None:
    with Store.open(":memory:") as store:
        for hour, batch in enumerate(data.draw(batches())):
            add(store, batch)
            for turn in range(data.draw(st.integers(0, 3))):
                judge_something(data.draw, store, 3 * hour + turn)
        assert_up_to_date(store)
