"""What `judge`, `process` and `changes` do: open the record, make a judgement or ask for it, print.

In: parsed arguments. Out: text on standard output. The clock is read here and nowhere below: a judgement is made now unless --at says when.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from communique.cli.commands import check_day, load_ledger, open_record
from communique.cli.exits import complain
from communique.cli.output import write_out
from communique.cli.picking import pick_process
from communique.cli.screen import open_screen
from communique.model.judgements import JudgementState, Ruling, Verb


@dataclass(frozen=True, slots=True)
class Author:
    """Who judges, when (ISO 8601; None for now), and what is said about it."""

    by: str
    at: str | None = None
    note: str | None = None

    def instant(self) -> str:
        """Return the instant of the judgement."""
        return self.at or datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")


def judge(verb: Verb, targets: Sequence[str], author: Author, db: str, *, field: str | None = None, values: Sequence[str] = ()) -> None:
    """Keep a judgement and print what it comes to.

    Raises:
        JudgementError: it cannot be made.
        UnknownEntry: the beginning of an id fits several things.
        StoreError: there is no record.
    """
    from communique.record.judging import Request

    with open_record(db) as record:
        ruling = record.judge(Request(verb, tuple(targets), author.by, author.instant(), field, tuple(values), author.note))
    _print_ruling(ruling)


def _print_ruling(ruling: Ruling) -> None:
    from communique.cli.judgement_view import view_ruling

    open_screen(no_colour=False).write(view_ruling(ruling))
    if ruling.state is JudgementState.DORMANT:
        complain("nothing in the record answers to this judgement at present; it is kept, and holds as soon as something does.")


def list_judgements(db: str, format_: str) -> None:
    """Print all judgements.

    Raises:
        StoreError: there is no record.
    """
    from communique.cli.judgement_view import render_rulings, view_rulings

    rulings = load_ledger(db).judgements
    if format_ == "json":
        write_out([render_rulings(rulings)], None)
    else:
        open_screen(no_colour=False).write(view_rulings(rulings))


# --- processes ----------------------------------------------------------------------------------------------------------------


def list_processes(db: str, format_: str) -> None:
    """Print all processes.

    Raises:
        StoreError: there is no record.
    """
    from communique.cli.judgement_view import render_processes, view_processes

    ledger = load_ledger(db)
    if format_ == "json":
        write_out([render_processes(ledger.processes)], None)
    else:
        open_screen(no_colour=False).write(view_processes(ledger.processes, ledger.judgements))


@dataclass(frozen=True, slots=True)
class Declared:
    """A process as the command line declares it."""

    name: str
    parties: tuple[str, ...]
    mediators: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


def declare_process(declared: Declared, author: Author, db: str) -> None:
    """Declare a process.

    Raises:
        PartyUnknown: nobody knows a party.
        JudgementError: it cannot be declared.
        StoreError: there is no record.
    """
    from communique.record.judging import Declaration

    with open_record(db) as record:
        declaration = Declaration(declared.name, declared.parties, declared.mediators, declared.words)
        ruling = record.declare(declaration, author.by, author.instant(), author.note)
    _print_ruling(ruling)


def rename_process(wanted: str, name: str, author: Author, db: str) -> None:
    """Give a process another name.

    Raises:
        UnknownEntry: no process of that name, or several.
        JudgementError: it cannot be renamed.
    """
    key = pick_process(load_ledger(db).processes, wanted).id
    judge(Verb.EDIT, [key], author, db, field="name", values=[name])


def split_process(wanted: str, name: str, words: Sequence[str], author: Author, db: str) -> None:
    """Let the claims of a process that use certain words be a process of their own.

    Raises:
        UnknownEntry: no process of that name, or several.
        JudgementError: it cannot be split.
    """
    process = pick_process(load_ledger(db).processes, wanted)
    declare_process(Declared(name, process.parties, process.mediators, tuple(words)), author, db)


def merge_processes(wanted: Sequence[str], author: Author, db: str) -> None:
    """Put processes together.

    Raises:
        UnknownEntry: no process of one of the names, or several.
        MergeRefused: they are one already.
    """
    processes = load_ledger(db).processes
    judge(Verb.MERGE, [pick_process(processes, name).id for name in wanted], author, db)


# --- changes ------------------------------------------------------------------------------------------------------------------


def show_differences(since: str, process: str | None, db: str, format_: str) -> None:
    """Print what is new or different in the record through the reports of a day and after.

    Raises:
        WrongUse: `since` is no day.
        UnknownEntry: `process` fits no process, or several.
        StoreError: there is no record.
    """
    from communique.cli.judgement_view import render_differences, view_differences
    from communique.record.differences import find_differences, in_process

    check_day("--since", since)
    day = datetime.date.fromisoformat(since)
    eve = day - datetime.timedelta(days=1) if day > datetime.date.min else day
    with open_record(db) as record:
        before, _ = record.ledger_as_of(eve)
        after, n_undated = record.ledger_as_of(datetime.date.max)
    if n_undated:
        complain(f"{n_undated} texts without a date are left out." if n_undated > 1 else "1 text without a date is left out.")
    found = find_differences(before, after)
    if process is not None:
        found = in_process(found, pick_process(after.processes, process).id)
    if format_ == "json":
        write_out([render_differences(found, since)], None)
    else:
        open_screen(no_colour=False).write(view_differences(found, since))
