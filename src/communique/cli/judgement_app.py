"""The commands `judge` and `process`: groups of small commands, one for each thing that a person can decide.

In: the command line. Out: what the commands print. As in `main`, whatever takes time to import is imported inside.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from communique.model.judgements import Verb


class ListFormat(StrEnum):
    """How lists are written."""

    TEXT = "text"
    JSON = "json"


_DB_HELP = "The record: a file, or the address of a database."
Database = Annotated[str, typer.Option("--db", metavar="PATH", envvar="COMMUNIQUE_DB", help=_DB_HELP)]
By = Annotated[str, typer.Option("--by", metavar="NAME", help="Who decides.")]
At = Annotated[str | None, typer.Option("--at", metavar="INSTANT", help="When, as 2024-07-30T14:05:00+00:00; now without it.")]
Note = Annotated[str | None, typer.Option("--note", metavar="TEXT", help="Why, in words.")]
Ids = Annotated[list[str], typer.Argument(metavar="ID...", help="Ids, or the beginnings of ids.")]
FormatOption = Annotated[ListFormat, typer.Option("--format", help="text: lines. json: the same as the export has it.")]
About = Annotated[list[str], typer.Option("--about", metavar="WORD", help="A word that tells its claims from others of the same parties.")]

DEFAULT_DB = "communique.db"

judge_app = typer.Typer(help="Decide what the record says: a person's word wins, and can be taken back.", no_args_is_help=True)
process_app = typer.Typer(help="List, declare, rename, split and merge processes.", no_args_is_help=True)


@judge_app.command("accept")
def accept(ids: Ids, by: By, at: At = None, note: Note = None, db: Database = DEFAULT_DB) -> None:
    """Let unsure claims into the record, or confirm entries."""
    _judge(Verb.ACCEPT, ids, (by, at, note), db)


@judge_app.command("reject")
def reject(ids: Ids, by: By, at: At = None, note: Note = None, db: Database = DEFAULT_DB) -> None:
    """Take claims, entries or conflicts out of the record."""
    _judge(Verb.REJECT, ids, (by, at, note), db)


@judge_app.command("merge")
def merge(ids: Ids, by: By, at: At = None, note: Note = None, db: Database = DEFAULT_DB) -> None:
    """Put together what is one: meetings, commitments, relations, statements, actors or processes."""
    _judge(Verb.MERGE, ids, (by, at, note), db)


@judge_app.command("split")
def split(
    ids: Ids,
    by: By,
    spelling: Annotated[list[str] | None, typer.Option("--spelling", metavar="NAME", help="A spelling that is not this actor's.")] = None,
    at: At = None,
    note: Note = None,
    db: Database = DEFAULT_DB,
) -> None:
    """Take claims out of an entry into one of their own, or spellings from an actor."""
    from communique.cli.judgement_commands import Author, judge

    judge(Verb.SPLIT, ids, Author(by, at, note), db, values=spelling or ())


@judge_app.command("edit")
def edit(
    entry: Annotated[str, typer.Argument(metavar="ID", help="An entry, an actor or a process.")],
    field: Annotated[str, typer.Argument(metavar="FIELD", help="A field as the export calls it, or progress.PARTY.")],
    by: By,
    values: Annotated[list[str] | None, typer.Argument(metavar="VALUE...", help="Its value; several for lists, none to clear it.")] = None,
    at: At = None,
    note: Note = None,
    db: Database = DEFAULT_DB,
) -> None:
    """Set a field of an entry."""
    from communique.cli.judgement_commands import Author, judge

    judge(Verb.EDIT, [entry], Author(by, at, note), db, field=field, values=values or ())


@judge_app.command("note")
def note_(ids: Ids, by: By, note: Note = None, at: At = None, db: Database = DEFAULT_DB) -> None:
    """Attach words to anything."""
    _judge(Verb.NOTE, ids, (by, at, note), db)


@judge_app.command("undo")
def undo(ids: Ids, by: By, at: At = None, note: Note = None, db: Database = DEFAULT_DB) -> None:
    """Take judgements back."""
    _judge(Verb.UNDO, ids, (by, at, note), db)


@judge_app.command("list")
def list_(format_: FormatOption = ListFormat.TEXT, db: Database = DEFAULT_DB) -> None:
    """Print all judgements, with what has become of them."""
    from communique.cli.judgement_commands import list_judgements

    list_judgements(db, format_.value)


def _judge(verb: Verb, ids: list[str], author: tuple[str, str | None, str | None], db: str) -> None:
    from communique.cli.judgement_commands import Author, judge

    judge(verb, ids, Author(*author), db)


# --- processes ----------------------------------------------------------------------------------------------------------------


@process_app.command("list")
def list_processes(format_: FormatOption = ListFormat.TEXT, db: Database = DEFAULT_DB) -> None:
    """Print all processes."""
    from communique.cli.judgement_commands import list_processes as show

    show(db, format_.value)


@process_app.command("declare")
def declare(
    name: Annotated[str, typer.Argument(metavar="NAME", help="What the process is to be called.")],
    parties: Annotated[list[str], typer.Argument(metavar="PARTY...", help="Its parties, two at least.")],
    by: By,
    mediator: Annotated[list[str] | None, typer.Option("--mediator", metavar="NAME", help="Who mediates.")] = None,
    about: Annotated[
        list[str] | None, typer.Option("--about", metavar="WORD", help="A word that tells its claims from others of the same parties.")
    ] = None,
    at: At = None,
    note: Note = None,
    db: Database = DEFAULT_DB,
) -> None:
    """Declare a process by its parties."""
    from communique.cli.judgement_commands import Author, Declared, declare_process

    declare_process(Declared(name, tuple(parties), tuple(mediator or ()), tuple(about or ())), Author(by, at, note), db)


@process_app.command("rename")
def rename(
    process: Annotated[str, typer.Argument(metavar="PROCESS", help="Parties, a name or an id.")],
    name: Annotated[str, typer.Argument(metavar="NAME", help="What it is to be called.")],
    by: By,
    at: At = None,
    note: Note = None,
    db: Database = DEFAULT_DB,
) -> None:
    """Give a process another name."""
    from communique.cli.judgement_commands import Author, rename_process

    rename_process(process, name, Author(by, at, note), db)


@process_app.command("split")
def split_process(
    process: Annotated[str, typer.Argument(metavar="PROCESS", help="Parties, a name or an id.")],
    name: Annotated[str, typer.Argument(metavar="NAME", help="What the part is to be called.")],
    by: By,
    about: About,
    at: At = None,
    note: Note = None,
    db: Database = DEFAULT_DB,
) -> None:
    """Let the claims of a process that use certain words be a process of their own."""
    from communique.cli.judgement_commands import Author
    from communique.cli.judgement_commands import split_process as part

    part(process, name, about, Author(by, at, note), db)


@process_app.command("merge")
def merge_processes(
    processes: Annotated[list[str], typer.Argument(metavar="PROCESS...", help="Parties, names or ids; the first gives the id.")],
    by: By,
    at: At = None,
    note: Note = None,
    db: Database = DEFAULT_DB,
) -> None:
    """Put processes together."""
    from communique.cli.judgement_commands import Author
    from communique.cli.judgement_commands import merge_processes as join

    join(processes, Author(by, at, note), db)
