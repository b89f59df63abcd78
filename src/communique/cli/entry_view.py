"""The lines of single entries: a meeting, a commitment, a relation, a statement, a change, a conflict, a source.

In: an entry and the `Notes` that number its sources. Out: styled lines, the first of which names the entry and ends with its sources in
brackets; the lines below it, deeper, say the rest. `show` and `diff` are put together from these.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from communique.cli.screen import Line, Part, Style, line
from communique.model.record import Change, Commitment, Conflict, Evidence, Meeting, Process, Relation, Statement
from communique.model.vocabulary import MeetingState, Progress, RelationValue
from communique.publish.dates import say_date, say_span
from communique.publish.notes import Citation, Notes
from communique.publish.wording import (
    COMING_STATES,
    HAPPENED_STATES,
    INFERRED_SIGN,
    commitment_title,
    conflict_subject,
    is_firm,
    join,
    joint_progress,
    meeting_date,
    meeting_title,
    party_progress,
    relation_pair,
    say,
    say_conflict_value,
    say_person,
    say_speaker,
    say_value,
    say_words,
)

INDENT = 2
_DETAIL = INDENT + 3
_FURTHER = _DETAIL + 2

MAX_CITED = 4
"""So many numbers of one entry are printed in brackets; the export has all."""

_TITLE_WIDTH = 24
_STATE_WIDTH = 14
_DATE_WIDTH = 14

PROGRESS_LOOK: dict[Progress, tuple[str, Style]] = {
    Progress.UNREPORTED: ("·", Style.QUIET),
    Progress.NOT_STARTED: ("○", Style.WARNING),
    Progress.PREPARING: ("◔", Style.UNDER_WAY),
    Progress.ENABLED: ("◑", Style.UNDER_WAY),
    Progress.PARTIAL: ("◕", Style.UNDER_WAY),
    Progress.IMPLEMENTED: ("●", Style.GOOD),
    Progress.STALLED: ("‖", Style.WARNING),
    Progress.REVERSED: ("↺", Style.BAD),
}
"""A sign and a colour per progress; the word always stands beside them."""


def cite(notes: Notes, evidence: Iterable[Evidence]) -> tuple[Part, ...]:
    """Return a bracket with the numbers of the sources, or nothing where there is none."""
    citations = notes.cite(evidence)
    return (Part(f" {_bracket(citations)}", Style.CITE),) if citations else ()


def _bracket(citations: tuple[Citation, ...]) -> str:
    numbers = ", ".join(str(citation.number) for citation in citations[:MAX_CITED])
    more = len(citations) - MAX_CITED
    return f"[{numbers}, +{more}]" if more > 0 else f"[{numbers}]"


def meeting_lines(meeting: Meeting, labels: dict[str, str], notes: Notes) -> Iterator[Line]:
    """Give a meeting: which, in what state, when, where; below it who took part and what came of it. `labels` names meetings by id."""
    sign, style = _state_look(meeting.state)
    when = say_date(meeting_date(meeting), is_short=True)
    yield line(
        Part(_cell(meeting_title(meeting), _TITLE_WIDTH), Style.STRONG),
        Part(_cell(f"{sign} {say(meeting.state)}", _STATE_WIDTH), style),
        _cell(when or "no date", _DATE_WIDTH),
        ", ".join(meeting.places),
        *cite(notes, meeting.evidence),
        indent=INDENT,
        hang=INDENT + _TITLE_WIDTH + _STATE_WIDTH + _DATE_WIDTH,
    )
    if meeting.participants:
        yield line("; ".join(say_person(person) for person in meeting.participants), indent=_DETAIL, hang=_FURTHER)
    about = _meeting_facts(meeting, labels)
    if about:
        yield line(Part(about, Style.QUIET), indent=_DETAIL, hang=_FURTHER)


def _state_look(state: MeetingState) -> tuple[str, Style]:
    if state == MeetingState.BROKEN_OFF:
        return "◐", Style.BAD
    if state in HAPPENED_STATES:
        return "●", Style.GOOD
    if state in COMING_STATES:
        return "○", Style.UNDER_WAY
    return ("?", Style.WARNING) if state == MeetingState.UNCONFIRMED else ("×", Style.BAD)


def _meeting_facts(meeting: Meeting, labels: dict[str, str]) -> str:
    plans = [say_date(planned, is_short=True) for planned in meeting.scheduled if planned != meeting_date(meeting)]
    facts = (
        f"hosted by {meeting.host}" if meeting.host else "",
        f"mediated by {join(meeting.mediators)}" if meeting.mediators else "",
        f"outcome: {say(meeting.outcome)}" if meeting.outcome.value != "none_reported" else "",
        f"readout: {say(meeting.readout)}" if meeting.readout else "",
        f"earlier planned for {join(plans)}" if plans else "",
        f"next: {labels.get(meeting.next, meeting.next)}" if meeting.next else "",
        "number inferred, no source states it" if meeting.ordinal_inferred else "",
        f"{meeting.witnesses} independent sources" if meeting.witnesses > 1 else "",
    )
    return "; ".join(fact for fact in facts if fact)


def _cell(text: str, width: int) -> str:
    return f"{text.ljust(width - 2)}  "


def commitment_lines(commitment: Commitment, titles: dict[str, str], notes: Notes) -> Iterator[Line]:
    """Give a commitment: what; below it force, origin, who is bound, progress per party, reports. `titles` names meetings by id."""
    when = say_date(commitment.agreed_on, is_short=True)
    yield line(
        Part(commitment_title(commitment), Style.STRONG),
        *cite(notes, commitment.evidence),
        indent=INDENT,
        hang=_DETAIL,
    )
    origin = titles.get(commitment.origin or "")
    made = ", ".join(part for part in (f"{say(commitment.force)} {when}".rstrip(), origin or "") if part)
    yield line(f"{made} · {join(commitment.obligors) or 'obligors not named'}", *_standing(commitment), indent=_DETAIL, hang=_FURTHER)
    yield line(*_progress(commitment), indent=_DETAIL, hang=_FURTHER)
    yield from _commitment_facts(commitment, notes)


def _standing(commitment: Commitment) -> tuple[Part, ...]:
    if not is_firm(commitment) or commitment.standing.value == "agreed":
        return ()
    return (Part(f" · {say(commitment.standing)}", Style.WARNING),)


def _progress(commitment: Commitment) -> Iterator[Part]:
    joint, parties = joint_progress(commitment), party_progress(commitment)
    sign, style = PROGRESS_LOOK[joint]
    yield Part(f"{sign} {say(joint)}", style)
    if all(progress == joint for _, progress in parties):
        if len(parties) > 1:
            yield Part(f", {'both' if len(parties) == 2 else 'all'} parties")
        return
    for i, (who, progress) in enumerate(parties):
        sign, style = PROGRESS_LOOK[progress]
        yield Part(f"{' jointly: ' if i == 0 else ', '}{who} ")
        yield Part(f"{sign} {say(progress)}", style)


def _commitment_facts(commitment: Commitment, notes: Notes) -> Iterator[Line]:
    details = (
        f"due: {say_date(commitment.due, is_short=True)}" if commitment.due else "",
        f"condition: {commitment.condition}" if commitment.condition else "",
        f"limited to {commitment.scope}" if commitment.scope else "",
        f"for {join(commitment.beneficiaries)}" if commitment.beneficiaries else "",
        f"{commitment.witnesses} independent sources" if commitment.witnesses > 1 else "",
    )
    about = "; ".join(detail for detail in details if detail)
    if about:
        yield line(Part(about, Style.QUIET), indent=_DETAIL, hang=_FURTHER)
    for report in commitment.reports:
        who = f"{report.obligor} " if report.obligor else ""
        when = f" as of {say_date(report.as_of, is_short=True)}" if report.as_of else ""
        source = f", according to {report.according_to}" if report.according_to else ""
        yield line(f"{who}reported {say(report.progress)}{when}{source}", *cite(notes, report.evidence), indent=_DETAIL, hang=_FURTHER)
    for again in commitment.reaffirmed:
        yield line(f"reaffirmed {say_date(again.on, is_short=True)}".rstrip(), *cite(notes, again.evidence), indent=_DETAIL)


def relation_line(relation: Relation, parties: tuple[str, ...], notes: Notes) -> Line:
    """Return a relation; its actors are named unless they are `parties`."""
    pair = "" if {relation.a, relation.b} == set(parties) else relation_pair(relation)
    facts = (
        pair,
        f"by {relation.imposed_by}" if relation.imposed_by and relation.value != RelationValue.HELD_BY else "",
        relation.scope or "",
        f"{relation.witnesses} independent sources" if relation.witnesses > 1 else "",
    )
    return line(
        Part(_cell(say(relation.domain), _TITLE_WIDTH), Style.STRONG),
        f"{say_value(relation)} {say_span(relation.from_, relation.to, is_short=True)}".rstrip(),
        "".join(f", {fact}" for fact in facts if fact),
        *cite(notes, relation.evidence),
        indent=INDENT,
        hang=INDENT + _TITLE_WIDTH,
    )


def statement_line(statement: Statement, notes: Notes) -> Line:
    """Return who said what, when."""
    return line(
        Part(say_speaker(statement), Style.STRONG),
        f", {say_date(statement.said_on, is_short=True)}" if statement.said_on else "",
        f": {say_words(statement)}",
        *cite(notes, statement.evidence),
        indent=INDENT,
        hang=_DETAIL,
    )


def change_line(change: Change, notes: Notes) -> Line:
    """Return what a version said before and what the next one says."""
    parts: list[Part | str] = []
    for sign, evidence, style in (("−", change.before, Style.REMOVED), ("+", change.after, Style.ADDED)):
        if evidence:
            parts += [f" {sign} ", Part(one_line(evidence.exact), style), *cite(notes, [evidence])]
    flag = " (disclosed)" if change.disclosed else ""
    return line(Part(f"{say(change.kind)}{flag}:", Style.STRONG), *parts, indent=_DETAIL, hang=_FURTHER)


def conflict_line(conflict: Conflict, process: Process, notes: Notes) -> Line:
    """Return what sources disagree about, with every value and who gives it."""
    parts: list[Part | str] = [Part(f"{conflict_subject(conflict, process)}, {say(conflict.field)}: ", Style.STRONG)]
    for i, value in enumerate(conflict.values):
        parts += [" ≠ " if i else "", say_conflict_value(value, is_short=True), *cite(notes, value.evidence)]
    if conflict.silent_change:
        parts.append(Part(" changed without notice", Style.WARNING))
    return line(*parts, indent=INDENT, hang=_DETAIL)


def source_lines(notes: Notes) -> Iterator[Line]:
    """Give the sentences that were cited, by number, the words that carry an entry marked."""
    entries = notes.entries()
    if not entries:
        return
    yield line(Part("Sources", Style.HEADING))
    width = len(str(entries[-1].number)) + 3
    for note in entries:
        words = [Part(one_line(s.text, keep_ends=True), Style.MARK if s.is_marked else Style.QUIET) for s in note.segments]
        number = f"[{note.number}]".ljust(width)
        yield line(Part(number, Style.CITE), f"{note.label}: ", *words, indent=INDENT, hang=INDENT + width)
    if any(INFERRED_SIGN in note.label for note in entries):
        yield line(Part(f"{INFERRED_SIGN} marks what no source states and another version or entry implies.", Style.QUIET), indent=INDENT)


def one_line(text: str, *, keep_ends: bool = False) -> str:
    """Return text with its line breaks as spaces; `keep_ends` keeps white space at both ends as one space."""
    joined = " ".join(text.split())
    if not keep_ends:
        return joined
    return (" " if text[:1].isspace() else "") + joined + (" " if joined and text[-1:].isspace() else "")
