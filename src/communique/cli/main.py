"""The program `communique`: one function per command, and the way out.

In: the command line. Out: text on standard output, one-line messages on standard error, an exit code (docs/cli.md). Everything that takes
time to import is imported inside the command that needs it, so that `communique --version` and `--help` answer at once.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from communique import __version__
from communique.cli.exits import ExitCode, complain, exit_code_of
from communique.cli.judgement_app import ListFormat, judge_app, process_app
from communique.model.errors import CommuniqueError

app = typer.Typer(
    name="communique",
    help="Reads the news coverage of a negotiation and keeps its record, each entry tied to the sentence that says so.",
    epilog="A record is kept in communique.db in the working folder unless --db or COMMUNIQUE_DB says otherwise.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


class ExportFormat(StrEnum):
    """What `export` can write."""

    JSON = "json"
    HTML = "html"


class AnalysisFormat(StrEnum):
    """What `analyse` can write."""

    JSONL = "jsonl"
    CONLLU = "conllu"
    HTML = "html"


class EvaluationFormat(StrEnum):
    """What `evaluate` can write."""

    TEXT = "text"
    JSON = "json"


_DB_HELP = "The record: a file, or the address of a database."
Database = Annotated[str, typer.Option("--db", metavar="PATH", envvar="COMMUNIQUE_DB", help=_DB_HELP)]
NoColour = Annotated[bool, typer.Option("--no-color", help="Write plain text, on a terminal too; NO_COLOR does the same.")]
Sources = Annotated[bool, typer.Option("--sources/--no-sources", help="Print the source sentences below the record.")]
Targets = Annotated[list[str], typer.Argument(metavar="PATH...", help="Files, folders, or - for standard input.")]
_AS_OF_HELP = "What was known at the end of that day, from the reports until then."
AsOf = Annotated[str | None, typer.Option("--as-of", metavar="YYYY-MM-DD", help=_AS_OF_HELP)]
Output = Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write there; standard output without it.")]
ExportOption = Annotated[ExportFormat, typer.Option("--format", help="json: the whole record. html: one page to mail or print.")]
AnalysisOption = Annotated[
    AnalysisFormat, typer.Option("--format", help="jsonl: one text per line. conllu: CoNLL-U. html: one page to look at.")
]
_READER_HELP = (
    "Who finds the claims: joint (in the box: grammar and head), grammar, llm (behind --llm-url), llm:MODEL, or an installed reader."
)
ReaderName = Annotated[str, typer.Option("--reader", metavar="NAME", help=_READER_HELP)]
ReaderNames = Annotated[list[str], typer.Option("--reader", metavar="NAME", help=f"{_READER_HELP} Several are compared.")]
_URL_HELP = "Where the model is, up to /v1: any OpenAI-compatible endpoint. Its key, if any, goes into COMMUNIQUE_LLM_KEY."
LlmUrl = Annotated[str | None, typer.Option("--llm-url", metavar="URL", help=_URL_HELP)]
LlmModel = Annotated[str | None, typer.Option("--llm-model", metavar="MODEL", help="Which model to ask there.")]
_CACHE_HELP = "Where answers are kept, so that none is paid for twice; off keeps none. Without it the user's cache folder."
LlmCache = Annotated[str | None, typer.Option("--llm-cache", metavar="FOLDER|off", help=_CACHE_HELP)]
_BUDGET_HELP = "What the run may spend; it stops before it would spend more. 1,000,000 without it; 0 for no limit."
LlmBudget = Annotated[int | None, typer.Option("--llm-budget", metavar="TOKENS", help=_BUDGET_HELP)]
_TIMEOUT_HELP = "How long to wait for an answer; 120 without it."
LlmTimeout = Annotated[float | None, typer.Option("--llm-timeout", metavar="SECONDS", help=_TIMEOUT_HELP)]
EvaluationOption = Annotated[EvaluationFormat, typer.Option("--format", help="text: tables. json: the same with all counts.")]

_SINCE_HELP = "What the reports of that day and after have changed."
Since = Annotated[str, typer.Option("--since", metavar="YYYY-MM-DD", help=_SINCE_HELP)]
ListOption = Annotated[ListFormat, typer.Option("--format", help="text: lines. json: with the evidence of each change.")]

DEFAULT_DB = "communique.db"
JOINT = "joint"


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"communique {__version__}")
        raise typer.Exit


@app.callback()
def communique(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and leave.")
    ] = False,
) -> None:
    """Reads the news coverage of a negotiation and keeps its record, each entry tied to the sentence that says so."""


@app.command()
def read(
    paths: Targets,
    db: Database = DEFAULT_DB,
    reader: ReaderName = JOINT,
    llm_url: LlmUrl = None,
    llm_model: LlmModel = None,
    llm_cache: LlmCache = None,
    llm_budget: LlmBudget = None,
    llm_timeout: LlmTimeout = None,
) -> None:
    """Read reports into the record.

    What it knows already is passed over; what cannot be read is told on standard error, and everything else is read.
    """
    from communique.cli.commands import read_reports
    from communique.cli.readers import ReaderOptions

    _end(read_reports(paths, db, ReaderOptions((reader,), llm_url, llm_model, llm_cache, llm_budget, llm_timeout)))


@app.command()
def show(
    process: Annotated[
        list[str] | None, typer.Argument(metavar="PROCESS", help="Parties, a name or an id; all processes without it.")
    ] = None,
    as_of: AsOf = None,
    db: Database = DEFAULT_DB,
    sources: Sources = True,
    no_color: NoColour = False,
) -> None:
    """Print the record.

    State of play first, then meetings, commitments, relations, statements, changes and conflicts, and the sentences they rest on.
    """
    from communique.cli.commands import show_record

    show_record(" ".join(process or ()) or None, db, as_of=as_of, has_sources=sources, no_colour=no_color)


@app.command()
def diff(
    story: Annotated[str | None, typer.Argument(metavar="ARTICLE|STORY", help="A path, title or id; all of them without it.")] = None,
    db: Database = DEFAULT_DB,
    no_color: NoColour = False,
) -> None:
    """Print what changed between versions.

    Changes of fact first, by significance; below each, the sentence with [-removed-] and {+added+} words.
    """
    from communique.cli.commands import show_changes

    show_changes(story, db, no_colour=no_color)


@app.command()
def export(
    format_: ExportOption = ExportFormat.JSON,
    output: Output = None,
    as_of: AsOf = None,
    db: Database = DEFAULT_DB,
) -> None:
    """Write the record as JSON or as a page."""
    from communique.cli.commands import export_record

    export_record(format_.value, output, db, as_of=as_of)


@app.command()
def analyse(
    paths: Targets,
    date: Annotated[str | None, typer.Option("--date", metavar="YYYY-MM-DD", help="The dateline of texts that carry no date.")] = None,
    format_: AnalysisOption = AnalysisFormat.JSONL,
    output: Output = None,
    reader: ReaderName = JOINT,
    llm_url: LlmUrl = None,
    llm_model: LlmModel = None,
    llm_cache: LlmCache = None,
    llm_budget: LlmBudget = None,
    llm_timeout: LlmTimeout = None,
) -> None:
    """Write what is understood of each text.

    Sentences with their trees, names, times, statements and claims, one result per text, in the order given. Nothing is stored.
    """
    from communique.cli.commands import analyse_texts
    from communique.cli.readers import ReaderOptions

    readers = ReaderOptions((reader,), llm_url, llm_model, llm_cache, llm_budget, llm_timeout)
    _end(analyse_texts(paths, date, format_.value, output, readers))


@app.command()
def evaluate(
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="Annotated texts, one JSON object per line.")],
    reader: ReaderNames = [JOINT],  # noqa: B006 - typer copies it
    format_: EvaluationOption = EvaluationFormat.TEXT,
    llm_url: LlmUrl = None,
    llm_model: LlmModel = None,
    llm_cache: LlmCache = None,
    llm_budget: LlmBudget = None,
    llm_timeout: LlmTimeout = None,
) -> None:
    """Measure how well readers do.

    Claims found in annotated texts are held against the annotation: precision, recall and F1 by kind, attributes, false alarms.
    """
    from communique.cli.commands import evaluate_readers
    from communique.cli.readers import ReaderOptions

    readers = ReaderOptions(tuple(reader), llm_url, llm_model, llm_cache, llm_budget, llm_timeout)
    _end(evaluate_readers(gold, format_.value, readers))


@app.command()
def explain(
    wanted: Annotated[str, typer.Argument(metavar="ID", help="The id of a claim or an entry, or its beginning.")],
    db: Database = DEFAULT_DB,
    no_color: NoColour = False,
) -> None:
    """Say why a claim was made.

    Its reader and score, the words of the lexicons in it, its modality, tree and times, and what its words refer to.
    """
    from communique.cli.commands import explain_claims

    explain_claims(wanted, db, no_colour=no_color)


@app.command()
def demo(
    db: Annotated[str | None, typer.Option("--db", metavar="PATH", help="Keep the record there; a file that is not there yet.")] = None,
    sources: Sources = True,
    no_color: NoColour = False,
) -> None:
    """Read the bundled reports and print them.

    The demonstration coverage goes into a fresh record, which is thrown away unless --db says where to keep it.
    """
    from communique.cli.commands import show_demo

    _end(show_demo(db, has_sources=sources, no_colour=no_color))


@app.command()
def changes(
    since: Since,
    process: Annotated[
        list[str] | None, typer.Argument(metavar="PROCESS", help="Parties, a name or an id; all processes without it.")
    ] = None,
    format_: ListOption = ListFormat.TEXT,
    db: Database = DEFAULT_DB,
) -> None:
    """Print what is new in the record.

    Entries that appeared, states and progress that moved, conflicts that arose, since a day.
    """
    from communique.cli.judgement_commands import show_differences

    show_differences(since, " ".join(process or ()) or None, db, format_.value)


app.add_typer(judge_app, name="judge")
app.add_typer(process_app, name="process")


def _end(code: ExitCode) -> None:
    if code:
        raise typer.Exit(code)


def run(arguments: Sequence[str]) -> int:
    """Run a command line without the program's name and return its exit code; errors become one line on standard error."""
    command = typer.main.get_command(app)
    try:
        with command.make_context("communique", list(arguments)) as context:
            command.invoke(context)
    except typer.Exit as leave:
        return leave.exit_code
    except typer.TyperException as error:
        return _usage(error)
    except CommuniqueError as error:
        complain(str(error))
        return exit_code_of(error)
    except (KeyboardInterrupt, typer.Abort):
        complain("interrupted; what was stored until now is kept, and reading again goes on from there.")
        return ExitCode.INTERRUPTED
    except BrokenPipeError:
        _silence_stdout()
        return ExitCode.PIPE_CLOSED
    return ExitCode.DONE


def _usage(error: typer.TyperException) -> int:
    """Say what was wrong with the command line; without any command, print the help instead."""
    message = error.format_message()
    if "\n" in message.strip():
        typer.echo(message, err=True)
    else:
        end = "" if message.endswith((".", "?")) else "."
        complain(f"{message}{end} See `communique --help`.")
    return ExitCode.USAGE


def _silence_stdout() -> None:
    """Let the interpreter flush into nothing at exit: the reader has gone."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def main() -> None:
    """Run the command line of this process and end it."""
    sys.exit(run(sys.argv[1:]))
