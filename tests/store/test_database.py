"""The database: what goes in comes out, also when it is killed, locked, damaged or from the future."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from hypothesis import given
from hypothesis import strategies as st

from communique.model.errors import StoreError, StoreLocked, StoreTooNew, StoreUnwritable
from communique.model.record import Background, Ledger
from communique.model.sources import Problem, Version
from communique.record.folding import fold_ledger
from communique.store.connection import MIGRATIONS, connect_engine
from communique.store.database import Store
from communique.store.tables import REVISION, metadata
from communique.stories.telling import tell_stories
from tests.store.sample import make_reading, make_version


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "record.db"


@pytest.fixture
def full(path: Path) -> Path:
    with Store.open(path) as store:
        versions = [make_version(number) for number in range(3)]
        store.add(versions, [make_reading(version) for version in versions])
    return path


# --- sources and claims -------------------------------------------------------------------------------------------------------


def test_versions_and_readings_come_back_as_they_were(path: Path) -> None:
    version = make_version()
    with Store.open(path) as store:
        assert store.add([version], [make_reading(version)]) == 1
    with Store.open(path) as store:
        assert store.versions() == (version,)
        assert store.readings() == (make_reading(version),)
        assert store.has(version.id)


def test_reading_twice_is_a_no_op(full: Path) -> None:
    version = make_version(1)
    with Store.open(full) as store:
        before = store.versions(), store.readings()
        assert store.add([version, version], [make_reading(version)]) == 0
        assert (store.versions(), store.readings()) == before


def test_a_text_read_from_two_places_is_one_version_whatever_came_first(tmp_path: Path) -> None:
    a, b = make_version(path="a.txt", published_at=None), make_version(path="b.txt", published_at="2031-05-20")
    found = []
    for name, order in (("1.db", (a, b)), ("2.db", (b, a))):
        with Store.open(tmp_path / name) as store:
            assert [store.add_versions([version]) for version in order] == [1, 0]
            found.append(store.versions())
    assert found[0] == found[1] == (replace(a, published_at="2031-05-20"),)


def test_the_merged_version_is_known_before_it_is_stored(path: Path) -> None:
    a, b = make_version(path="a.txt", published_at=None), make_version(path="b.txt")
    with Store.open(path) as store:
        assert store.merged(b) == b
        store.add([a])
        assert store.merged(b) == replace(a, published_at=b.published_at)
        assert store.versions() == (a,)


def test_a_version_without_a_reading_was_not_read(path: Path) -> None:
    version = make_version()
    with Store.open(path) as store:
        store.add_versions([version])
        assert not store.has(version.id)
        store.add_reading(make_reading(version))
        assert store.has(version.id)


def test_a_new_reading_takes_the_place_of_the_old_one(full: Path) -> None:
    version = make_version(1)
    shorter = replace(make_reading(version), claims=make_reading(version).claims[:1], actors=(), date=None)
    with Store.open(full) as store:
        store.add_reading(shorter)
        assert shorter in store.readings()
        assert len(store.readings()) == 3


def test_a_claim_that_does_not_quote_its_version_is_refused_and_nothing_is_stored(path: Path) -> None:
    version, other = make_version(0), make_version(1)
    wrong = replace(make_reading(version), claims=make_reading(other).claims)
    with Store.open(path) as store:
        with pytest.raises(StoreError, match="does not stand at"):
            store.add([version], [wrong])
        assert store.versions() == ()


def test_a_reading_of_an_unknown_version_is_refused(path: Path) -> None:
    with Store.open(path) as store, pytest.raises(StoreError, match="not stored"):
        store.add_reading(make_reading(make_version()))


def test_claims_can_be_asked_for_in_sql(full: Path) -> None:
    with sqlite3.connect(full) as connection:
        rows = connection.execute('SELECT kind, factuality, score, reader, "end" - start FROM claim ORDER BY version, position').fetchall()
    connection.close()
    assert rows[:3] == [
        ("meeting", "happened", 0.75, "hand", 28),
        ("refusal", "happened", 0.75, "hand", 15),
        ("statement", "happened", 0.75, "hand", 19),
    ]


@given(st.sets(st.integers(0, 9), max_size=5), st.randoms(use_true_random=False))
def test_what_is_stored_does_not_depend_on_the_order_of_adding(numbers: set[int], shuffler: Any) -> None:
    versions = [make_version(number) for number in sorted(numbers)]
    kept = []
    for order in (versions, shuffler.sample(versions, len(versions))):
        with Store.open(":memory:") as store:
            for version in order:
                store.add([version], [make_reading(version)])
            kept.append((store.versions(), store.readings()))
    assert kept[0] == kept[1]
    assert set(kept[0][0]) == set(versions)


# --- problems and the record --------------------------------------------------------------------------------------------------


def test_problems_are_kept_once_until_their_source_could_be_read(path: Path) -> None:
    first, second = Problem("a.txt", "a.txt is empty.", "Give text."), Problem("b.txt", "b.txt is binary.", "Give text.")
    with Store.open(path) as store:
        store.add_problems([second, first])
        store.add_problems([first])
        assert store.problems() == (first, second)
        store.forget_problems(["a.txt"])
        assert store.problems() == (second,)


def test_the_record_comes_back_as_it_was_folded(full: Path) -> None:
    with Store.open(full) as store:
        store.add_problems([Problem("a.txt", "a.txt is empty.", "Give text.")])
        assert store.read_ledger() == Ledger((), Background(), (), store.problems())
        store.rebuild()
        store.rebuild()
    with Store.open(full) as store:
        readings = store.readings()
        stories = tell_stories(store.versions(), {reading.version: reading for reading in readings})
        assert store.read_ledger() == fold_ledger(readings, stories, store.problems())
        assert store.read_ledger().processes


def test_a_date_inferred_for_the_story_does_not_change_the_source(path: Path) -> None:
    dated = replace(make_version(), url="https://a.example/one")
    undated = replace(make_version(1, published_at=None), url="https://a.example/one")
    with Store.open(path) as store:
        store.add([dated, undated], [make_reading(dated), make_reading(undated)])
        store.update()
        (story,) = store.read_ledger().stories
        assert {version.published_at for version in story.versions} == {dated.published_at}
        assert undated in store.versions()


def test_clearing_the_record_keeps_the_sources(full: Path) -> None:
    with Store.open(full) as store:
        store.update()
        store.clear_record()
        assert store.read_ledger().processes == ()
        assert len(store.readings()) == 3
        store.update()
        assert store.read_ledger().processes


def test_a_record_is_stale_from_an_added_reading_until_it_is_folded(path: Path) -> None:
    version = make_version()
    with Store.open(path) as store:
        assert store.is_folded()
        store.add([version], [make_reading(version)])
        assert not store.is_folded()
        store.update()
        assert store.is_folded()
        store.add([version])
        store.add_problems([Problem("a.txt", "a.txt is empty.", "Give text.")])
        assert store.is_folded()
        store.add([replace(version, published_at="2031-05-19")])
        assert not store.is_folded()
    with Store.open(path) as store:
        assert not store.is_folded()


def test_a_record_folded_by_another_version_of_the_package_is_folded_anew(full: Path) -> None:
    with Store.open(full) as store:
        store.update()
        ledger = store.read_ledger()
    with sqlite3.connect(full) as connection:
        connection.execute("UPDATE fold SET maker = '0.0.1'")
        connection.execute("DELETE FROM entry WHERE kind = 'meeting'")
    connection.close()
    with Store.open(full) as store:
        assert not store.is_folded()
        store.update()
        assert store.read_ledger() == ledger


def test_a_version_that_was_not_read_is_in_no_story_until_it_is(full: Path) -> None:
    late = make_version(9)
    with Store.open(full) as store:
        store.add_versions([late])
        assert late.id in store.pending_versions()
        store.update()
        assert late.id not in {version.id for story in store.read_ledger().stories for version in story.versions}
        assert late in store.versions()
        assert late.id in store.pending_versions()
        store.add_reading(make_reading(late))
        store.update()
        assert late.id in {version.id for story in store.read_ledger().stories for version in story.versions}


def test_a_record_of_the_schema_before_the_indexes_is_brought_up_to_date(full: Path) -> None:
    with Store.open(full) as store:
        store.update()
        ledger = store.read_ledger()
    go_back(full, "0002")
    with Store.open(full) as store:
        assert len(store.readings()) == 3
        assert not store.is_folded()
        store.update()
        assert store.read_ledger() == ledger


def go_back(full: Path, revision: str) -> None:
    """Make the tables of an older schema of sources and claims, and move what is stored there."""
    old = full.with_name("old.db")
    engine = connect_engine(old, 1.0)
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.set_main_option("path_separator", "os")
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
    engine.dispose()
    with sqlite3.connect(old) as plain:
        plain.execute("ATTACH ? AS new", [str(full)])
        for table in ("version", "reading", "claim", "actor_mention", "problem"):
            columns = ", ".join(f'"{row[1]}"' for row in plain.execute(f"PRAGMA main.table_info({table})"))
            plain.execute(f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM new.{table}")
        plain.execute("INSERT INTO fold (id, sources, folded) VALUES (1, 3, 3)")
    plain.close()
    for suffix in ("", "-wal", "-shm"):
        full.with_name(full.name + suffix).unlink(missing_ok=True)
    old.rename(full)


def test_a_damaged_row_is_named(full: Path) -> None:
    with Store.open(full) as store:
        store.update()
    with sqlite3.connect(full) as connection:
        connection.execute("UPDATE entry SET payload = '{}' WHERE kind = 'meeting'")
    connection.close()
    with Store.open(full) as store, pytest.raises(StoreError, match=r"Meeting\.id"):
        store.read_ledger()


# --- opening ------------------------------------------------------------------------------------------------------------------


def test_a_folder_is_no_record(tmp_path: Path) -> None:
    with pytest.raises(StoreUnwritable, match="this is a folder"):
        Store.open(tmp_path)


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreUnwritable, match=r"its folder does not exist.*Make the folder"):
        Store.open(tmp_path / "nowhere" / "record.db")


@pytest.mark.parametrize("target", ["/proc/record.db", "/dev/null/record.db"])
def test_a_place_that_cannot_be_written_is_named(target: str) -> None:
    with pytest.raises(StoreUnwritable, match="record"):
        Store.open(target)


def test_a_file_that_may_only_be_read_can_be_read_and_says_why_it_is_not_written(full: Path) -> None:
    with Store.open(f"sqlite:///file:{full}?mode=ro&uri=true") as store:
        assert len(store.versions()) == 3
        with pytest.raises(StoreUnwritable, match=r"cannot be opened for writing.*Check that you may write"):
            store.add([make_version(7)])


def test_a_file_that_is_no_database_is_named_and_left_alone(path: Path) -> None:
    path.write_text("This is a shopping list, and long enough to be taken for the head of a database file. " * 3)
    before = path.read_bytes()
    with pytest.raises(StoreError, match="no database, or it is damaged"):
        Store.open(path)
    assert path.read_bytes() == before


def test_a_damaged_database_is_named(full: Path) -> None:
    content = bytearray(full.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    full.write_bytes(content)
    with pytest.raises(StoreError, match="damaged"), Store.open(full) as store:
        store.versions()


def test_a_database_of_another_program_is_left_alone(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE recipe (name TEXT)")
    connection.close()
    with pytest.raises(StoreError, match="another program"):
        Store.open(path)


def test_a_database_from_the_future_is_not_touched(full: Path) -> None:
    with sqlite3.connect(full) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    with pytest.raises(StoreTooNew, match=r"9999.*Upgrade"):
        Store.open(full)


def test_who_only_reads_makes_no_file(path: Path) -> None:
    with pytest.raises(StoreError, match="no record here"):
        Store.open(path, create=False)
    assert not path.exists()


@pytest.mark.parametrize(
    ("url", "says"),
    [("nonsense://host/name", "no such kind of database"), ("://", "no database URL"), ("postgresql+psycopg://host/name", "not installed")],
)
def test_a_bad_address_is_explained(url: str, says: str) -> None:
    with pytest.raises(StoreError, match=says):
        Store.open(url)


def test_a_url_of_a_file_is_the_file(full: Path) -> None:
    with Store.open(f"sqlite:///{full}") as store:
        assert len(store.versions()) == 3


def test_an_up_to_date_record_opens_without_alembic(full: Path) -> None:
    program = "import sys; from communique.store.database import Store; Store.open(sys.argv[1]).close(); print('alembic' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program, str(full)], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_the_tables_are_those_that_the_migrations_make(full: Path) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext
    from alembic.script import ScriptDirectory

    engine = connect_engine(full, 1.0)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    engine.dispose()
    assert ScriptDirectory(MIGRATIONS).get_current_head() == REVISION


# --- several at once, and sudden ends -----------------------------------------------------------------------------------------


def test_a_locked_record_is_named_and_nothing_is_lost(full: Path) -> None:
    other = sqlite3.connect(full, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with Store.open(full, wait_s=0.05) as store:
        assert len(store.versions()) == 3
        with pytest.raises(StoreLocked, match="another process is writing"):
            store.add([make_version(7)])
        other.execute("ROLLBACK")
        other.close()
        assert store.add([make_version(7)]) == 1


def test_one_reads_while_another_writes(full: Path) -> None:
    failures: list[BaseException] = []

    def write(first: int) -> None:
        try:
            with Store.open(full) as store:
                for number in range(first, first + 10):
                    version = make_version(number)
                    store.add([version], [make_reading(version)])
        except StoreError as error:
            failures.append(error)

    def read() -> None:
        try:
            with Store.open(full) as store:
                for _ in range(10):
                    known = {version.id for version in store.versions()}
                    assert {reading.version for reading in store.readings()} >= known
        except (StoreError, AssertionError) as error:
            failures.append(error)

    threads = [threading.Thread(target=write, args=(start,)) for start in (10, 20)] + [threading.Thread(target=read)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with Store.open(full) as store:
        assert len(store.readings()) == 23


def test_two_that_make_the_same_record_at_once_make_one(path: Path) -> None:
    program = "import sys; from communique.store.database import Store; Store.open(sys.argv[1]).close()"
    runs = [subprocess.Popen([sys.executable, "-c", program, str(path)]) for _ in range(2)]
    assert [run.wait(60) for run in runs] == [0, 0]
    with Store.open(path) as store:
        assert store.versions() == ()


KILLED = """
import os, signal, sys
from sqlalchemy import event
from communique.store.database import Store
from tests.store.sample import make_reading, make_version

store = Store.open(sys.argv[1])
first, second = make_version(0), make_version(1)
store.add([first], [make_reading(first)])

@event.listens_for(store._engine, "before_cursor_execute")
def die(connection, cursor, statement, parameters, context, many):
    if statement.startswith('INSERT INTO "claim"'):
        os.kill(os.getpid(), signal.SIGKILL)

store.add([second], [make_reading(second)])
"""


def test_a_process_killed_in_the_middle_loses_nothing_stored_and_leaves_no_half(path: Path, root: Path) -> None:
    done = subprocess.run([sys.executable, "-c", KILLED, str(path)], cwd=root, check=False)
    assert done.returncode == -signal.SIGKILL
    with Store.open(path) as store:
        first: tuple[Version, ...] = (make_version(0),)
        assert store.versions() == first
        assert store.readings() == (make_reading(first[0]),)
        assert store.add([make_version(1)], [make_reading(make_version(1))]) == 1


def test_a_full_disk_is_named_and_keeps_what_was_stored(full: Path) -> None:
    with Store.open(full) as store:
        with store._engine.connect() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
        large = Version("v-large", "word " * 200_000)
        with pytest.raises(StoreUnwritable, match="disk is full"):
            store.add([large])
        assert len(store.versions()) == 3


def test_two_read_the_record_while_it_is_brought_up_to_date(full: Path) -> None:
    """A reader sees the record before or after a report, never something in between."""
    with Store.open(full) as store:
        store.update()
    failures: list[BaseException] = []

    def look() -> None:
        try:
            with Store.open(full) as store:
                for _ in range(10):
                    ledger = store.read_ledger()
                    known = {version.id for story in ledger.stories for version in story.versions}
                    cited = {piece.version for entry in ledger.entries() for piece in entry.evidence}
                    assert cited <= known
        except (StoreError, AssertionError) as error:
            failures.append(error)

    threads = [threading.Thread(target=look) for _ in range(2)]
    for thread in threads:
        thread.start()
    with Store.open(full) as store:
        for number in range(10, 16):
            version = make_version(number)
            store.add([version], [make_reading(version)])
            store.update()
    for thread in threads:
        thread.join()
    assert failures == []


def test_two_that_bring_the_same_record_up_to_date_make_one(full: Path) -> None:
    failures: list[StoreError] = []

    def extend(first: int) -> None:
        try:
            with Store.open(full) as store:
                for number in range(first, first + 5):
                    version = make_version(number)
                    store.add([version], [make_reading(version)])
                    store.update()
        except StoreError as error:
            failures.append(error)

    threads = [threading.Thread(target=extend, args=(start,)) for start in (10, 20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with Store.open(full) as store:
        assert store.is_folded()
        kept = store.read_ledger()
        store.rebuild()
        assert store.read_ledger() == kept


def test_a_process_killed_while_the_record_is_brought_up_to_date_is_caught_up(path: Path, root: Path) -> None:
    program = KILLED.replace('INTO "claim"', 'INTO "entry"') + "\nstore.update()\n"
    done = subprocess.run([sys.executable, "-c", program, str(path)], cwd=root, check=False)
    assert done.returncode == -signal.SIGKILL
    with Store.open(path) as store:
        assert len(store.readings()) == 2
        assert not store.is_folded()
        store.update()
        assert store.read_ledger().processes
