"""The record in the terminal: what `show` prints.

In: a ledger and the processes to show. Out: lines, state of play first, then what it rests on: meetings, commitments, relations,
statements, changes, conflicts, and the source sentences that the numbers in brackets point to. Everything is cited; nothing is shown that
is not in the record.
"""

from __future__ import annotations

from collections.abc import Iterator

from communique.cli.entry_view import (
    INDENT,
    change_line,
    cite,
    commitment_lines,
    conflict_line,
    meeting_lines,
    relation_line,
    source_lines,
    statement_line,
)
from communique.cli.screen import Line, Part, Style, line
from communique.model.record import Commitment, Ledger, Process, Statement, Story
from communique.model.vocabulary import ChangeKind
from communique.publish.dates import first_day, say_range
from communique.publish.notes import Notes
from communique.publish.state_of_play import by_agreement, state_of_play
from communique.publish.wording import count, is_firm, join, latest_first, meeting_labels, meeting_title, process_title, say, say_problem

ID_LENGTH = 12
"""So much of an id is enough to ask for it by."""

MAX_STATEMENTS = 6
MAX_CHANGES = 8
MAX_BACKGROUND = 8
"""What belongs to no process is told briefly: so many entries of each kind."""


def view_ledger(ledger: Ledger, chosen: tuple[Process, ...] | None = None, *, has_sources: bool = True) -> Iterator[Line]:
    """Give the lines of the chosen processes; without a choice of all, of what belongs to none, and of what was not read."""
    processes = ledger.processes if chosen is None else chosen
    notes = Notes(ledger.stories)
    if not processes:
        yield line(Part("The record holds no process yet.", Style.QUIET))
    if len(processes) > 1:
        yield from _contents(ledger, processes)
    for process in processes:
        yield from view_process(process, ledger, notes)
    if chosen is None:
        yield from _background(ledger, notes)
    if has_sources:
        yield from source_lines(notes)
    if chosen is None:
        yield from _problems(ledger)


def view_process(process: Process, ledger: Ledger, notes: Notes) -> Iterator[Line]:
    """Give the lines of one process; its citations are numbered by `notes`."""
    stories = [story for story in ledger.stories if process.id in story.processes]
    yield line(Part(process_title(process), Style.TITLE))
    yield line(Part(_about(process, stories), Style.QUIET))
    yield line()
    yield _play(process, notes)
    titles = {meeting.id: meeting_title(meeting) for meeting in process.meetings}
    firm = [commitment for commitment in by_agreement(process.commitments) if is_firm(commitment)]
    aims = [commitment for commitment in by_agreement(process.commitments) if not is_firm(commitment)]
    labels = meeting_labels(process.meetings)
    yield from _section("Meetings", (row for m in latest_first(process.meetings) for row in meeting_lines(m, labels, notes)))
    yield from _section("Commitments", _commitments(firm, titles, notes))
    yield from _section("Aims of one side, agreed by nobody else", _commitments(aims, titles, notes))
    yield from _section("Relations", (relation_line(relation, process.parties, notes) for relation in process.relations))
    yield from _section("Latest statements", _statements(process.statements, notes))
    yield from _section("What changed between versions", (row for story in stories for row in _changes(story, notes)))
    yield from _section("Conflicts", (conflict_line(conflict, process, notes) for conflict in process.conflicts))
    yield line()


def _contents(ledger: Ledger, processes: tuple[Process, ...]) -> Iterator[Line]:
    yield line(Part(count(len(processes), "process"), Style.HEADING))
    width = max(len(process_title(process)) for process in processes)
    for process in processes:
        n_versions = sum(len(story.versions) for story in ledger.stories if process.id in story.processes)
        firm = sum(is_firm(commitment) for commitment in process.commitments)
        counts = f"{count(n_versions, 'report')}, {count(len(process.meetings), 'meeting')}, {count(firm, 'commitment')}"
        yield line(
            Part(process_title(process).ljust(width), Style.STRONG),
            f"  {counts}  ",
            Part(process.id[:ID_LENGTH], Style.QUIET),
            indent=INDENT,
        )
    yield line()


def _about(process: Process, stories: list[Story]) -> str:
    versions = [version for story in stories for version in story.versions]
    coverage = f"{count(len(stories), 'article')} in {count(len(versions), 'version')}"
    when = say_range(version.published_at for version in versions)
    mediators = f"mediated by {join(process.mediators)}" if process.mediators else ""
    parts = (
        " and ".join(process.parties),
        mediators,
        say(process.phase),
        ", ".join(part for part in (coverage, when) if part),
        process.id[:ID_LENGTH],
    )
    return " · ".join(part for part in parts if part)


def _section(title: str, rows: Iterator[Line]) -> Iterator[Line]:
    """Give a heading and the rows, or nothing where there are none."""
    found = list(rows)
    if found:
        yield line()
        yield line(Part(title, Style.HEADING))
        yield from found


def _play(process: Process, notes: Notes) -> Line:
    parts: list[Part | str] = []
    for passage in state_of_play(process):
        parts += [" " if parts else "", passage.text, *cite(notes, passage.evidence)]
    return line(*parts)


def _commitments(commitments: list[Commitment], titles: dict[str, str], notes: Notes) -> Iterator[Line]:
    return (row for commitment in commitments for row in commitment_lines(commitment, titles, notes))


def _statements(statements: tuple[Statement, ...], notes: Notes) -> Iterator[Line]:
    ordered = sorted(statements, key=lambda s: first_day(s.said_on), reverse=True)
    yield from (statement_line(statement, notes) for statement in ordered[:MAX_STATEMENTS])
    yield from _more(len(ordered) - MAX_STATEMENTS)


def _changes(story: Story, notes: Notes) -> Iterator[Line]:
    shown = [change for change in story.changes if change.kind != ChangeKind.STYLE][:MAX_CHANGES]
    if shown:
        title = story.title or story.versions[0].path
        yield line(Part(title, Style.STRONG), f" ({count(len(story.versions), 'version')})", indent=INDENT)
        yield from (change_line(change, notes) for change in shown)
        if len(story.changes) > len(shown):
            yield line(
                Part(f"{len(story.changes) - len(shown)} more: communique diff {story.id[:ID_LENGTH]}", Style.QUIET), indent=INDENT + 3
            )


def _background(ledger: Ledger, notes: Notes) -> Iterator[Line]:
    background = ledger.background
    meetings = latest_first(background.meetings)
    rows = [row for meeting in meetings[:MAX_BACKGROUND] for row in meeting_lines(meeting, meeting_labels(meetings), notes)]
    rows += _commitments(list(background.commitments[:MAX_BACKGROUND]), {}, notes)
    rows += [relation_line(relation, (), notes) for relation in background.relations[:MAX_BACKGROUND]]
    rows += [statement_line(statement, notes) for statement in background.statements[:MAX_BACKGROUND]]
    if rows:
        yield line(Part("Background, filed under no process", Style.HEADING))
        yield from rows
        kinds = (background.meetings, background.commitments, background.relations, background.statements)
        yield from _more(sum(max(0, len(entries) - MAX_BACKGROUND) for entries in kinds))
        yield line()


def _more(number: int) -> Iterator[Line]:
    if number > 0:
        yield line(Part(f"{number} more in the export", Style.QUIET), indent=INDENT)


def _problems(ledger: Ledger) -> Iterator[Line]:
    if ledger.problems:
        yield line()
        yield line(Part("Not read", Style.HEADING))
    for problem in ledger.problems:
        yield line(say_problem(problem), indent=INDENT, hang=INDENT + 3)
