"""Judgements, processes and differences as lines, and as JSON.

In: rulings, processes, or what differs between two days. Out: lines for the screen, or JSON text with a stable order.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from communique.cli.screen import Line, Part, Style, line
from communique.model.judgements import Judgement, JudgementState, Ruling, Verb
from communique.model.record import Process
from communique.publish.json_record import evidence_to_dict, ruling_to_dict
from communique.publish.wording import count
from communique.record.differences import Difference, DifferenceKind

INDENT = 2
_BACKGROUND = "Background"
_STATE_STYLES = {JudgementState.ACTIVE: Style.GOOD, JudgementState.UNDONE: Style.QUIET, JudgementState.DORMANT: Style.WARNING}
_SIGNS = {
    DifferenceKind.APPEARED: ("+", Style.GOOD),
    DifferenceKind.MOVED: ("→", Style.STRONG),
    DifferenceKind.DISPUTED: ("≠", Style.WARNING),
    DifferenceKind.GONE: ("−", Style.BAD),
}


# --- judgements ---------------------------------------------------------------------------------------------------------------


def view_rulings(rulings: Sequence[Ruling]) -> Iterator[Line]:
    """Give the lines of all judgements, oldest first."""
    for ruling in rulings:
        yield from view_ruling(ruling)
    if not rulings:
        yield line(Part("Nothing has been judged.", Style.QUIET))


def view_ruling(ruling: Ruling) -> Iterator[Line]:
    """Give the lines of one judgement: what it does to what, who made it, and what has become of it."""
    judgement = ruling.judgement
    state = Part(ruling.state.value, _STATE_STYLES[ruling.state])
    head = Part(f"{judgement.id}  {judgement.verb.value}", Style.STRONG)
    yield line(head, Part(f"  {judgement.by}, {judgement.at}  ", Style.QUIET), state)
    for target, about in zip(judgement.targets, ruling.about, strict=True):
        now = f" (now {about})" if about and about != target.id else "" if about or not target.id else " (not in the record now)"
        yield line(f"{target.kind.value} {target.id} {target.label}{now}", indent=INDENT, hang=INDENT + 2)
    if said := _say_value(judgement):
        yield line(said, indent=INDENT)
    if judgement.note:
        yield line(Part(judgement.note, Style.QUIET), indent=INDENT, hang=INDENT + 2)


def _say_value(judgement: Judgement) -> str:
    match judgement.verb:
        case Verb.EDIT:
            return f"{judgement.field} = {', '.join(judgement.value) or 'nothing'}"
        case Verb.DECLARE if judgement.value:
            return f"about {', '.join(judgement.value)}"
        case Verb.DECLARE:
            return f"parties {', '.join(judgement.targets[0].names)}"
    return ""


def render_rulings(rulings: Sequence[Ruling]) -> str:
    """Return judgements as JSON."""
    return _render([ruling_to_dict(ruling) for ruling in rulings])


# --- processes ----------------------------------------------------------------------------------------------------------------


def view_processes(processes: Sequence[Process], rulings: Sequence[Ruling]) -> Iterator[Line]:
    """Give the lines of all processes, and of those that were declared and of which no report speaks yet."""
    for process in processes:
        yield line(Part(process.name, Style.STRONG), Part(f"  {process.id}", Style.QUIET))
        told = [count(len(process.meetings), "meeting"), count(len(process.commitments), "commitment"), process.phase]
        mediators = f" with {', '.join(process.mediators)}" if process.mediators else ""
        yield line(f"{', '.join(process.parties)}{mediators}: {', '.join(told)}", indent=INDENT, hang=INDENT + 2)
    for judgement in _declared_only(processes, rulings):
        yield line(Part(judgement.field or "", Style.STRONG), Part(f"  declared, {judgement.id}", Style.QUIET))
        yield line(f"{', '.join(judgement.targets[0].names)}: no report speaks of it yet", indent=INDENT)
    if not processes and not _declared_only(processes, rulings):
        yield line(Part("There is no process in this record.", Style.QUIET))


def _declared_only(processes: Iterable[Process], rulings: Iterable[Ruling]) -> list[Judgement]:
    told = {(process.name, process.parties) for process in processes}
    active = [ruling.judgement for ruling in rulings if ruling.state is JudgementState.ACTIVE]
    return [one for one in active if one.verb is Verb.DECLARE and (one.field, one.targets[0].names) not in told]


def render_processes(processes: Sequence[Process]) -> str:
    """Return processes as JSON, without their entries."""
    fields = ("id", "name", "parties", "mediators", "phase")
    shown = [{name: _plain(getattr(process, name)) for name in fields} for process in processes]
    return _render(shown)


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


# --- differences --------------------------------------------------------------------------------------------------------------


def view_differences(differences: Sequence[Difference], since: str) -> Iterator[Line]:
    """Give the lines of what is new or different, process by process."""
    if not differences:
        yield line(Part(f"Nothing in the record is new or different since {since}.", Style.QUIET))
    for name, group in groupby(differences, key=lambda one: one.process_name or _BACKGROUND):
        yield line(Part(name, Style.HEADING))
        for one in group:
            if one.about != "process":
                sign, style = _SIGNS[one.kind]
                yield line(
                    Part(f"{sign} {one.kind.value}", style), f"  {one.about}: {_say_difference(one)}", indent=INDENT, hang=INDENT + 4
                )
            elif one.kind is DifferenceKind.APPEARED:
                yield line(Part("a new process", Style.GOOD), indent=INDENT)


def _say_difference(one: Difference) -> str:
    if one.kind is DifferenceKind.MOVED:
        return f"{one.label}: {one.field} {one.before or '–'} → {one.after or '–'}"
    return one.label


def render_differences(differences: Sequence[Difference], since: str) -> str:
    """Return what is new or different as JSON."""
    shown = [
        {
            "kind": one.kind.value,
            "about": one.about,
            "id": one.id,
            "label": one.label,
            "process": one.process,
            "process_name": one.process_name,
            "field": one.field,
            "before": one.before,
            "after": one.after,
            "evidence": [evidence_to_dict(piece) for piece in one.evidence],
        }
        for one in differences
    ]
    return _render({"since": since, "changes": shown})


def _render(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
