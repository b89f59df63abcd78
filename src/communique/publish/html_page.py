"""The record as one page to mail or print.

In: a `Ledger`. Out: a self-contained HTML document: style sheet and drawings inside, no script, nothing loaded from anywhere, and a
policy in its head that forbids both. Every entry carries numbers that lead to its source sentences at the end, and those lead back. All
text is escaped; only http and https addresses become links.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from communique import __version__
from communique.model.record import Change, Evidence, Ledger, Meeting, Process, Statement, Story
from communique.model.sources import Version
from communique.model.vocabulary import ChangeKind, Progress
from communique.publish import dates, wording
from communique.publish.notes import Citation, Notes, sentence_around
from communique.publish.state_of_play import by_agreement, last_meeting, next_meeting, open_commitments, state_of_play
from communique.publish.timeline import draw_timeline
from communique.publish.word_diff import Run, diff_words

WIDE, NARROW = 1000.0, 356.0
"""Widths in pixels of the two drawings of a timeline; the style sheet shows the one that fits the screen."""

LADDER = (Progress.PREPARING, Progress.ENABLED, Progress.PARTIAL, Progress.IMPLEMENTED)
"""The steps of a status strip, which is filled up to the step that was reached: what was not started fills nothing."""


@dataclass(frozen=True, slots=True)
class ChangedWords:
    """A change with its sentences as runs of kept, removed and added words."""

    change: Change
    runs: tuple[Run, ...]


def render_page(ledger: Ledger) -> str:
    """Return the whole record as an HTML document."""
    notes = Notes(ledger.stories, is_short=False)
    template = open_templates().get_template("page.html.j2")
    return template.render(ledger=ledger, version=__version__, notes=notes, coverage=_coverage(ledger.stories), title=_title(ledger))


def open_templates() -> Environment:
    """Return templates with automatic escaping, in which a misspelt name is an error."""
    environment = Environment(
        loader=PackageLoader("communique.publish", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals.update(_GLOBALS)
    environment.tests["firm"] = wording.is_firm
    return environment


def _title(ledger: Ledger) -> str:
    names = [wording.process_title(process) for process in ledger.processes]
    if not names:
        return "An empty record" if not ledger.stories else "No process found"
    return wording.join(names) if len(names) <= 2 else f"Record of {wording.count(len(names), 'process')}"


def _coverage(stories: Sequence[Story]) -> str:
    versions = [version for story in stories for version in story.versions]
    if not versions:
        return ""
    outlets = {version.outlet for version in versions if version.outlet}
    parts = [
        f"{wording.count(len(stories), 'article')} in {wording.count(len(versions), 'version')}",
        f"from {wording.count(len(outlets), 'outlet')}" if outlets else "",
        dates.say_range(version.published_at for version in versions),
    ]
    return ", ".join(part for part in parts if part)


def stories_of(ledger: Ledger, process: Process) -> list[Story]:
    """Return the stories that speak of a process."""
    return [story for story in ledger.stories if process.id in story.processes]


def changed_words(story: Story) -> list[ChangedWords]:
    """Return the changes of a story, facts before wording, each with its sentences compared word by word."""
    texts = {version.id: version for version in story.versions}
    ranked = sorted(story.changes, key=lambda change: (change.kind == ChangeKind.STYLE, -change.significance))
    return [ChangedWords(change, diff_words(_sentence(change.before, texts), _sentence(change.after, texts))) for change in ranked]


def _sentence(evidence: Evidence | None, versions: dict[str, Version]) -> str:
    if evidence is None:
        return ""
    if evidence.version not in versions:
        return evidence.exact
    text = versions[evidence.version].text
    start, end = sentence_around(text, evidence.start, evidence.end)
    return " ".join(text[start:end].split())


def ladder(progress: Progress) -> list[str]:
    """Return the looks of the cells of a status strip: `full` up to the step reached, then `empty`; what is no step gives its own."""
    if progress in LADDER:
        reached = LADDER.index(progress) + 1
        return ["full"] * reached + ["empty"] * (len(LADDER) - reached)
    return [progress.value] * len(LADDER)


def meeting_titles(meetings: Sequence[Meeting]) -> dict[str, str]:
    """Return what meetings are called, by id."""
    return {meeting.id: wording.meeting_title(meeting) for meeting in meetings}


def latest_statements(statements: Sequence[Statement]) -> list[Statement]:
    """Return statements by date, latest first."""
    return sorted(statements, key=lambda statement: dates.first_day(statement.said_on), reverse=True)


def safe_address(url: str | None) -> str | None:
    """Return an address that may become a link, None for any other: a report's address comes from outside."""
    return url if url and url.lower().startswith(("http://", "https://")) else None


def cite(notes: Notes, evidence: Iterable[Evidence]) -> tuple[Citation, ...]:
    """Return the numbers of the sentences that carry an entry."""
    return notes.cite(evidence)


_GLOBALS: dict[str, Any] = {
    "WIDE": WIDE,
    "NARROW": NARROW,
    "by_agreement": by_agreement,
    "calendar_date": dates.calendar_date,
    "changed_words": changed_words,
    "cite": cite,
    "commitment_title": wording.commitment_title,
    "conflict_subject": wording.conflict_subject,
    "count": wording.count,
    "draw_timeline": draw_timeline,
    "is_firm": wording.is_firm,
    "join": wording.join,
    "joint_progress": wording.joint_progress,
    "ladder": ladder,
    "last_meeting": last_meeting,
    "latest_first": wording.latest_first,
    "latest_statements": latest_statements,
    "meeting_date": wording.meeting_date,
    "meeting_title": wording.meeting_title,
    "meeting_titles": meeting_titles,
    "meeting_labels": wording.meeting_labels,
    "next_meeting": next_meeting,
    "open_commitments": open_commitments,
    "party_progress": wording.party_progress,
    "process_title": wording.process_title,
    "relation_pair": wording.relation_pair,
    "safe_address": safe_address,
    "say": wording.say,
    "say_conflict_value": wording.say_conflict_value,
    "say_date": dates.say_date,
    "say_person": wording.say_person,
    "say_problem": wording.say_problem,
    "say_span": dates.say_span,
    "say_speaker": wording.say_speaker,
    "say_value": wording.say_value,
    "say_words": wording.say_words,
    "state_of_play": state_of_play,
    "stories_of": stories_of,
}
