"""The record as JSON.

In: a `Ledger`. Out: the object that docs/export.md fixes, as a dict whose keys stand in the documented order, and its text. Every key is
always there: what is absent or unknown is `null` or `[]`. Publishing is a renaming and nothing more; the same ledger gives the same bytes,
so that two exports can be compared with `cmp`.
"""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

from communique import __version__
from communique.model.judgements import Ruling, Target
from communique.model.record import (
    Actor,
    Background,
    Change,
    Commitment,
    Conflict,
    Evidence,
    Ledger,
    Meeting,
    Office,
    Process,
    Relation,
    Statement,
    StatusReport,
    Story,
)
from communique.model.sources import Version

SCHEMA_VERSION = 1
"""Raised when a field is renamed, removed or changes its meaning; a field that is added does not raise it."""

SCORE_DIGITS = 4
"""Digits of scores and significances: a calibrated score is not known better, and rounding in the last bits never shows."""

Json = dict[str, Any]


def render_record(ledger: Ledger) -> str:
    """Return the record as JSON text in UTF-8 characters, indented by one space, with a final newline."""
    return json.dumps(record_to_dict(ledger), ensure_ascii=False, indent=1) + "\n"


def read_schema() -> Json:
    """Return the JSON Schema (draft 2020-12) of the exported record, as shipped with the package."""
    text = files("communique.publish").joinpath("schema/record.schema.json").read_text(encoding="utf-8")
    schema: Json = json.loads(text)
    return schema


def record_to_dict(ledger: Ledger) -> Json:
    """Return the whole record in the exported shape."""
    return {
        "communique": __version__,
        "schema": SCHEMA_VERSION,
        "processes": [_process(process) for process in ledger.processes],
        "background": _background(ledger.background),
        "stories": [_story(story) for story in ledger.stories],
        "problems": [{"path": p.path, "error": p.error, "remedy": p.remedy} for p in ledger.problems],
        "judgements": [ruling_to_dict(ruling) for ruling in ledger.judgements],
    }


def ruling_to_dict(ruling: Ruling) -> Json:
    """Return a judgement with what has become of it; `now` is the id of what a target is at present."""
    judgement = ruling.judgement
    return {
        "id": judgement.id,
        "verb": judgement.verb.value,
        "by": judgement.by,
        "at": judgement.at,
        "state": ruling.state.value,
        "targets": [_target(target, now) for target, now in zip(judgement.targets, ruling.about, strict=True)],
        "field": judgement.field,
        "value": list(judgement.value),
        "note": judgement.note,
    }


def _target(target: Target, now: str | None) -> Json:
    return {
        "kind": target.kind.value,
        "id": target.id,
        "now": now,
        "label": target.label,
        "names": list(target.names),
        "claims": [{"id": m.id, "kind": m.kind, "version": m.version, "start": m.start, "end": m.end} for m in target.claims],
    }


def evidence_to_dict(evidence: Evidence) -> Json:
    """Return a span with its certainty: `exact` is the version's text from `start` to `end` in code points."""
    return {
        "version": evidence.version,
        "start": evidence.start,
        "end": evidence.end,
        "exact": evidence.exact,
        "factuality": evidence.factuality.value,
        "according_to": evidence.according_to,
        "score": round(evidence.score, SCORE_DIGITS),
        "claim": evidence.claim,
    }


def _evidence(all_of_it: tuple[Evidence, ...]) -> list[Json]:
    return [evidence_to_dict(evidence) for evidence in all_of_it]


def _process(process: Process) -> Json:
    return {
        "id": process.id,
        "name": process.name,
        "parties": list(process.parties),
        "mediators": list(process.mediators),
        "phase": process.phase,
        "actors": [_actor(actor) for actor in process.actors],
        "meetings": [_meeting(meeting) for meeting in process.meetings],
        "commitments": [_commitment(commitment) for commitment in process.commitments],
        "relations": [_relation(relation) for relation in process.relations],
        "statements": [_statement(statement) for statement in process.statements],
        "conflicts": [_conflict(conflict) for conflict in process.conflicts],
    }


def _background(background: Background) -> Json:
    return {
        "meetings": [_meeting(meeting) for meeting in background.meetings],
        "commitments": [_commitment(commitment) for commitment in background.commitments],
        "relations": [_relation(relation) for relation in background.relations],
        "statements": [_statement(statement) for statement in background.statements],
    }


def _actor(actor: Actor) -> Json:
    return {
        "id": actor.id,
        "name": actor.name,
        "kind": actor.kind.value,
        "aliases": list(actor.aliases),
        "side": actor.side,
        "offices": [_office(office) for office in actor.offices],
    }


def _office(office: Office) -> Json:
    return {
        "title": office.title,
        "body": office.body,
        "from": office.from_,
        "to": office.to,
        "evidence": _evidence(office.evidence),
    }


def _meeting(meeting: Meeting) -> Json:
    return {
        "id": meeting.id,
        "series": meeting.series,
        "ordinal": meeting.ordinal,
        "ordinal_inferred": meeting.ordinal_inferred,
        "counted": meeting.counted,
        "kind": meeting.kind.value,
        "state": meeting.state.value,
        "scheduled": list(meeting.scheduled),
        "date": meeting.date,
        "places": list(meeting.places),
        "host": meeting.host,
        "participants": [{"name": p.name, "office": p.office, "side": p.side} for p in meeting.participants],
        "mediators": list(meeting.mediators),
        "outcome": meeting.outcome.value,
        "readout": meeting.readout.value if meeting.readout else None,
        "next": meeting.next,
        "witnesses": meeting.witnesses,
        "evidence": _evidence(meeting.evidence),
    }


def _commitment(commitment: Commitment) -> Json:
    return {
        "id": commitment.id,
        "label": commitment.label,
        "object": commitment.object,
        "obligors": list(commitment.obligors),
        "beneficiaries": list(commitment.beneficiaries),
        "force": commitment.force.value,
        "aim": commitment.aim.value,
        "measure": commitment.measure,
        "condition": commitment.condition,
        "due": commitment.due,
        "scope": commitment.scope,
        "agreed_on": commitment.agreed_on,
        "origin": commitment.origin,
        "standing": commitment.standing.value,
        "progress": {who: progress.value for who, progress in commitment.progress},
        "reports": [_report(report) for report in commitment.reports],
        "reaffirmed": [{"on": r.on, "meeting": r.meeting, "evidence": _evidence(r.evidence)} for r in commitment.reaffirmed],
        "witnesses": commitment.witnesses,
        "evidence": _evidence(commitment.evidence),
    }


def _report(report: StatusReport) -> Json:
    return {
        "progress": report.progress.value,
        "obligor": report.obligor,
        "as_of": report.as_of,
        "according_to": report.according_to,
        "evidence": _evidence(report.evidence),
    }


def _relation(relation: Relation) -> Json:
    return {
        "id": relation.id,
        "a": relation.a,
        "b": relation.b,
        "domain": relation.domain.value,
        "value": relation.value,
        "from": relation.from_,
        "to": relation.to,
        "imposed_by": relation.imposed_by,
        "scope": relation.scope,
        "witnesses": relation.witnesses,
        "evidence": _evidence(relation.evidence),
    }


def _statement(statement: Statement) -> Json:
    return {
        "id": statement.id,
        "speaker": statement.speaker,
        "office": statement.office,
        "side": statement.side,
        "said_on": statement.said_on,
        "mode": statement.mode.value,
        "text": statement.text,
        "evidence": _evidence(statement.evidence),
    }


def _conflict(conflict: Conflict) -> Json:
    return {
        "id": conflict.id,
        "about": conflict.about,
        "field": conflict.field,
        "values": [{"value": v.value, "evidence": _evidence(v.evidence)} for v in conflict.values],
        "silent_change": conflict.silent_change,
    }


def _story(story: Story) -> Json:
    return {
        "id": story.id,
        "title": story.title,
        "processes": list(story.processes),
        "independent_witnesses": story.independent_witnesses,
        "versions": [version_to_dict(version) for version in story.versions],
        "changes": [_change(change) for change in story.changes],
    }


def version_to_dict(version: Version) -> Json:
    """Return a version with the text that all offsets refer to."""
    return {
        "id": version.id,
        "path": version.path,
        "url": version.url,
        "outlet": version.outlet,
        "title": version.title,
        "byline": version.byline,
        "published_at": version.published_at,
        "published_inferred": version.published_inferred,
        "modified_at": version.modified_at,
        "captured_at": version.captured_at,
        "language": version.language,
        "credit": version.credit,
        "correction_note": version.correction_note,
        "previous": version.previous,
        "links": [{"url": link.url, "start": link.start, "end": link.end} for link in version.links],
        "text": version.text,
    }


def _change(change: Change) -> Json:
    return {
        "id": change.id,
        "from_version": change.from_version,
        "to_version": change.to_version,
        "kind": change.kind.value,
        "before": evidence_to_dict(change.before) if change.before else None,
        "after": evidence_to_dict(change.after) if change.after else None,
        "disclosed": change.disclosed,
        "significance": round(change.significance, SCORE_DIGITS),
    }
