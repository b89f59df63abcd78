"""What the commands do: open the record, call, render.

In: parsed arguments. Out: text on standard output or in a file, and an exit code. No knowledge of languages, records or formats lives
here: each function calls the folder that has it. Messages for people go to standard error, results to standard output.
"""

from __future__ import annotations

import datetime
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from communique.cli.exits import ExitCode, WrongUse, complain
from communique.cli.readers import ReaderOptions, open_readers
from communique.cli.screen import line, open_screen
from communique.model.edtf import Precision, is_edtf, precision
from communique.model.errors import ReaderStopped, StoreError
from communique.model.record import Ledger
from communique.model.sources import Problem
from communique.publish.wording import say_problem

if TYPE_CHECKING:
    from communique.pipeline import AnalysedDocument, ReadSummary, Record


def read_reports(paths: Sequence[str], db: str, readers: ReaderOptions) -> ExitCode:
    """Read sources into the record, say on standard error what could not be read, and print a summary.

    Raises:
        WrongUse: the options of the reader do not fit.
        ReaderError: there is no such reader, or it cannot go on.
    """
    from communique.cli.progress import reading_bar
    from communique.pipeline import Record

    with open_readers(readers) as (reader,), Record.open(db) as record, reading_bar() as report:
        summary = record.read(paths, progress=report, reader=reader)
    print(_summary(summary, db))  # noqa: T201 - the result of the command
    return _complain_about(summary.problems)


def _summary(summary: ReadSummary, db: str) -> str:
    parts = [f"{summary.n_read} read"]
    if summary.n_known:
        parts.append(f"{summary.n_known} known already")
    if summary.n_problems:
        parts.append(f"{summary.n_problems} not read")
    return f"{', '.join(parts)}; the record is {db}"


def _complain_about(problems: Iterable[Problem]) -> ExitCode:
    code = ExitCode.DONE
    for problem in problems:
        complain(say_problem(problem))
        code = ExitCode.SOURCES
    return code


def open_record(db: str) -> Record:
    """Open a record that is there already; use it as a context manager.

    Raises:
        StoreError: there is none, or it cannot be read.
    """
    from communique.pipeline import Record

    is_file = "://" not in db
    if is_file and not Path(db).exists():
        raise StoreError(f"There is no record at {db}.", "Read reports into it first: communique read PATH, or name another one with --db.")
    return Record.open(db)


def load_ledger(db: str, as_of: str | None = None) -> Ledger:
    """Return the record kept at `db`, or what it would have been at the end of the day `as_of`.

    Raises:
        StoreError: there is none, or it cannot be read.
        WrongUse: `as_of` is no day.
    """
    if as_of is not None:
        check_day("--as-of", as_of)
    with open_record(db) as record:
        if as_of is None:
            return record.ledger()
        ledger, n_undated = record.ledger_as_of(datetime.date.fromisoformat(as_of))
        if n_undated:
            left_out = "1 text without a date is" if n_undated == 1 else f"{n_undated} texts without a date are"
            complain(f"{left_out} left out of what was known on {as_of}.")
        return ledger


def check_day(option: str, day: str) -> None:
    """Refuse what is no day.

    Raises:
        WrongUse: it is none.
    """
    if not (is_edtf(day) and precision(day) == Precision.DAY):
        raise WrongUse(f"{option} {day} is no day.", "Write it as YYYY-MM-DD.")


def show_record(wanted: str | None, db: str, *, as_of: str | None = None, has_sources: bool, no_colour: bool) -> None:
    """Print one process or all of them, as of a day where one is given.

    Raises:
        UnknownEntry: `wanted` fits no process, or several.
        StoreError: there is no record.
        WrongUse: `as_of` is no day.
    """
    _print_record(load_ledger(db, as_of), wanted, has_sources=has_sources, no_colour=no_colour)


def _print_record(ledger: Ledger, wanted: str | None, *, has_sources: bool, no_colour: bool) -> None:
    from communique.cli.picking import pick_process
    from communique.cli.record_view import view_ledger

    chosen = (pick_process(ledger.processes, wanted),) if wanted else None
    open_screen(no_colour=no_colour).write(view_ledger(ledger, chosen, has_sources=has_sources))


def show_changes(wanted: str | None, db: str, *, no_colour: bool) -> None:
    """Print what changed in one story or in all that have several versions.

    Raises:
        UnknownEntry: `wanted` fits no story, or several.
        StoreError: there is no record.
    """
    from communique.cli.changes_view import view_changes
    from communique.cli.picking import pick_story

    ledger = load_ledger(db)
    stories = (pick_story(ledger.stories, wanted),) if wanted else ledger.stories
    open_screen(no_colour=no_colour).write(view_changes(stories, is_asked_for=bool(wanted)))


def export_record(format_: str, output: Path | None, db: str, *, as_of: str | None = None) -> None:
    """Write the whole record as JSON or as a page, as of a day where one is given.

    Raises:
        StoreError: there is no record.
        WrongUse: `as_of` is no day.
        OutputUnwritable: the file cannot be written.
    """
    from communique.cli.output import write_out

    ledger = load_ledger(db, as_of)
    if format_ == "html":
        from communique.publish.html_page import render_page

        write_out([render_page(ledger)], output)
    else:
        from communique.publish.json_record import render_record

        write_out([render_record(ledger)], output)


def analyse_texts(paths: Sequence[str], date: str | None, format_: str, output: Path | None, readers: ReaderOptions) -> ExitCode:
    """Write the analysis of each text in the order given; where the reader cannot go on, those until then.

    Raises:
        WrongUse: `date` is no day, or the options of the reader do not fit.
        ReaderError: there is no such reader, or it cannot go on.
        OutputUnwritable: the file cannot be written.
    """
    from communique.cli.output import write_out
    from communique.pipeline import analyse_documents

    if date is not None:
        check_day("--date", date)
    problems: list[Problem] = []
    stops: list[ReaderStopped] = []
    with open_readers(readers) as (reader,):
        documents = _until_stopped(analyse_documents(paths, date, reader=reader), stops)
        write_out(_analysis_page(documents, problems) if format_ == "html" else _analyses(documents, format_, problems), output)
    code = _complain_about(problems)
    if stops:
        raise stops[0]
    return code


def _until_stopped(documents: Iterable[AnalysedDocument | Problem], stops: list[ReaderStopped]) -> Iterator[AnalysedDocument | Problem]:
    """Give the documents until the reader cannot go on, so that what was paid for is written; the reason is put into `stops`."""
    try:
        yield from documents
    except ReaderStopped as error:
        stops.append(error)


def _analyses(documents: Iterable[AnalysedDocument | Problem], format_: str, problems: list[Problem]) -> Iterator[str]:
    """Give the text of each document; what could not be read is put into `problems`."""
    for document in documents:
        if isinstance(document, Problem):
            problems.append(document)
        elif format_ == "conllu":
            from communique.language.conllu import write_conllu

            rows = write_conllu(document.analysis.sentences, document.analysis.text, document.path)
            yield "".join(f"{row}\n" for row in rows)
        else:
            from communique.publish.json_claims import render_document

            yield render_document(document.path, document.analysis, document.reading)


def _analysis_page(documents: Iterable[AnalysedDocument | Problem], problems: list[Problem]) -> Iterator[str]:
    """Give all documents as one page, which names them all at its top; what could not be read is put into `problems`."""
    from communique.publish.html_analysis import AnalysedText, render_analyses

    texts: list[AnalysedText] = []
    for document in documents:
        if isinstance(document, Problem):
            problems.append(document)
        else:
            texts.append(AnalysedText(document.version, document.analysis, document.reading))
    yield render_analyses(texts, problems)


def evaluate_readers(gold: Path, format_: str, readers: ReaderOptions) -> ExitCode:
    """Print how well readers find what a gold file says, side by side.

    Raises:
        WrongUse: the options of the readers do not fit.
        ReaderError: there is no such reader, or one cannot go on.
        CaptureError: the gold file cannot be read.
    """
    from communique.cli.output import write_out
    from communique.cli.progress import reading_bar
    from communique.evaluation.comparison import compare_readers
    from communique.evaluation.gold import read_gold
    from communique.language.analyser import Analyser

    items = read_gold(gold)
    with open_readers(readers) as opened, reading_bar() as report:
        evaluations = compare_readers(items, Analyser.load().analyse, opened, report)
    if format_ == "json":
        from communique.publish.json_evaluation import render_evaluations

        write_out([render_evaluations(gold.name, len(items), evaluations)], None)
    else:
        from communique.cli.evaluation_view import view_evaluations

        open_screen(no_colour=True).write(view_evaluations(len(items), evaluations))
    return _complain_about(problem for evaluation in evaluations for problem in evaluation.failures)


def explain_claims(wanted: str, db: str, *, no_colour: bool) -> None:
    """Print why claims were made.

    Raises:
        UnknownEntry: `wanted` is the id of nothing.
        StoreError: there is no record.
    """
    from communique.cli.explanation_view import view_explanation

    with open_record(db) as record:
        found = record.explain(wanted)
    screen = open_screen(no_colour=no_colour)
    for number, (version, explanation) in enumerate(found):
        screen.write([*([line()] if number else []), *view_explanation(explanation, version)])


def show_demo(db: str | None, *, has_sources: bool, no_colour: bool) -> ExitCode:
    """Read the bundled coverage into a fresh record, print it, and say where it is kept.

    Raises:
        WrongUse: there is something at `db` already.
    """
    from communique.cli.progress import reading_bar
    from communique.demo import demo_path
    from communique.pipeline import Record

    if db is not None and "://" not in db and Path(db).exists():
        raise WrongUse(f"{db} is there already, and the demonstration needs a fresh record.", "Name a file that is not there yet.")
    with tempfile.TemporaryDirectory(prefix="communique-") as folder:
        target = db or str(Path(folder) / "demo.db")
        with Record.open(target) as record, reading_bar() as report:
            summary = record.read([str(demo_path())], progress=report)
            ledger = record.ledger()
    _print_record(ledger, None, has_sources=has_sources, no_colour=no_colour)
    kept = f"kept in {db}" if db else "not kept; --db FILE keeps it"
    complain(f"{summary.n_read} demonstration reports read; the record is {kept}.")
    return _complain_about(summary.problems)
