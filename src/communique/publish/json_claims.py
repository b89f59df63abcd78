"""The analysis and the claims of one text as JSON.

In: a version, its `Analysis` and its `Reading`, before anything is merged into the record. Out: the object that `communique analyse
--format jsonl` writes on one line. Offsets are half-open code points of `text`, and `exact == text[start:end]` for every claim. A field
that holds one name in most texts (`a`, `b`) is a string then, and a list only where several actors share one predicate.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from communique.model.analysis import Analysis, Entity, Quotation, Sentence, TimeExpression, Token
from communique.model.claims import (
    Claim,
    CommitmentClaim,
    MeetingClaim,
    ProgressClaim,
    Reading,
    ReaffirmationClaim,
    RelationClaim,
    StanceClaim,
    StandingClaim,
    StatementClaim,
    claim_id,
    kind_of,
)
from communique.publish.json_record import SCORE_DIGITS, Json

CHAIN_SIGN = " < "
"""Between the links of a source chain, outermost first: "outlet < spokesperson < ministry"."""


def render_document(path: str, analysis: Analysis, reading: Reading) -> str:
    """Return one text as a line of JSON with its newline; line breaks inside the text are escaped, so a document is always one line."""
    return json.dumps(document_to_dict(path, analysis, reading), ensure_ascii=False) + "\n"


def document_to_dict(path: str, analysis: Analysis, reading: Reading) -> Json:
    """Return all that is known of one text: sentences with their trees, names, times, quotations, claims."""
    return {
        "path": path,
        "version": reading.version,
        "date": analysis.date,
        "language": analysis.language,
        "text": analysis.text,
        "sentences": [_sentence(sentence) for sentence in analysis.sentences],
        "entities": [_entity(entity) for entity in analysis.entities],
        "times": [_time(time) for time in analysis.times],
        "statements": _statements(analysis, reading),
        "claims": [claim_to_dict(claim) for claim in reading.claims],
    }


def _sentence(sentence: Sentence) -> Json:
    return {
        "start": sentence.start,
        "end": sentence.end,
        "paragraph": sentence.paragraph,
        "tokens": [_token(token) for token in sentence.tokens],
    }


def _token(token: Token) -> Json:
    return {
        "start": token.start,
        "end": token.end,
        "text": token.text,
        "lemma": token.lemma,
        "upos": token.upos,
        "feats": token.feats,
        "head": token.head,
        "deprel": token.deprel,
    }


def _entity(entity: Entity) -> Json:
    return {"start": entity.start, "end": entity.end, "type": entity.type.value, "text": entity.text, "actor": entity.actor}


def _time(time: TimeExpression) -> Json:
    return {
        "start": time.start,
        "end": time.end,
        "text": time.text,
        "type": time.type.value,
        "value": time.value,
        "edtf": time.edtf,
        "mod": time.mod,
        "anchored": time.anchored,
        "inferred_year": time.inferred_year,
        "mismatch": time.mismatch,
    }


def _statements(analysis: Analysis, reading: Reading) -> list[Json]:
    """Return the quotations, each with the office, side and date of the statement claim whose content it overlaps most."""
    claims = [claim for claim in reading.claims if isinstance(claim, StatementClaim)]
    return [_statement(quotation, analysis.text, _claim_of(quotation, claims)) for quotation in analysis.quotations]


def _claim_of(quotation: Quotation, claims: list[StatementClaim]) -> StatementClaim | None:
    best = max(claims, key=lambda claim: shared_length(claim, quotation), default=None)
    return best if best is not None and shared_length(best, quotation) > 0 else None


def shared_length(claim: StatementClaim, quotation: Quotation) -> int:
    """Return how many code points a statement claim and what was said have in common; not above 0 where they lie apart."""
    span = claim.provenance.span
    return min(span.end, quotation.content_end) - max(span.start, quotation.content_start)


def _statement(quotation: Quotation, text: str, claim: StatementClaim | None) -> Json:
    start, end = quotation.content_start, quotation.content_end
    return {
        "start": start,
        "end": end,
        "text": text[start:end],
        "mode": quotation.mode.value,
        "speaker": (claim.speaker if claim else None) or quotation.speaker,
        "office": claim.office if claim else None,
        "side": claim.side if claim else None,
        "said_on": claim.said_on if claim else None,
        "cue": _part(quotation.cue_start, quotation.cue_end, text),
        "source": _part(quotation.source_start, quotation.source_end, text),
        "continued": quotation.continued,
    }


def _part(start: int, end: int, text: str) -> Json | None:
    """Return a span of the text; `(-1, -1)` says that there is none."""
    return {"start": start, "end": end, "text": text[start:end]} if 0 <= start < end else None


def claim_to_dict(claim: Claim) -> Json:
    """Return a claim: its kind, its anchor and what stands behind it, then the fields of its kind."""
    provenance = claim.provenance
    return {
        "id": claim_id(claim),
        "kind": kind_of(claim).value,
        "start": provenance.span.start,
        "end": provenance.span.end,
        "exact": provenance.span.exact,
        "factuality": provenance.factuality.value,
        "according_to": CHAIN_SIGN.join(provenance.according_to) or None,
        "score": round(provenance.score, SCORE_DIGITS),
        "reader": provenance.reader,
        **_FIELDS[type(claim)](claim),
    }


def _meeting(claim: MeetingClaim) -> Json:
    return {
        "state": claim.state.value,
        "meeting_kind": claim.kind.value,
        "ordinal": claim.ordinal,
        "ordinal_inferred": claim.ordinal_inferred,
        "series": claim.series or None,
        "relative": claim.relative or None,
        "date": claim.date,
        "places": list(claim.places),
        "host": claim.host,
        "parties": list(claim.parties),
        "persons": [person.name for person in claim.participants],
        "participants": [{"name": p.name, "office": p.office, "side": p.side} for p in claim.participants],
        "mediators": list(claim.mediators),
        "outcome": claim.outcome.value if claim.outcome else None,
        "background": claim.background,
    }


def _commitment(claim: CommitmentClaim) -> Json:
    return {
        "force": claim.force.value,
        "obligors": list(claim.obligors),
        "beneficiaries": list(claim.beneficiaries),
        "object": claim.object,
        "condition": claim.condition,
        "due": claim.due,
        "scope": claim.scope,
        "agreed_on": claim.agreed_on,
        "origin": claim.origin,
        "background": claim.background,
    }


def _reaffirmation(claim: ReaffirmationClaim) -> Json:
    return {
        "parties": list(claim.parties),
        "of": claim.of,
        "on": claim.on,
        "meeting": claim.meeting,
        "commitment": claim.commitment,
    }


def _progress(claim: ProgressClaim) -> Json:
    return {
        "progress": claim.progress.value,
        "obligor": claim.obligor,
        "of": claim.of,
        "as_of": claim.as_of,
        "commitment": claim.commitment,
    }


def _standing(claim: StandingClaim) -> Json:
    return {
        "standing": claim.standing.value,
        "parties": list(claim.parties),
        "of": claim.of,
        "on": claim.on,
        "commitment": claim.commitment,
    }


def _relation(claim: RelationClaim) -> Json:
    return {
        "a": _one_or_several(claim.a),
        "b": _one_or_several(claim.b),
        "domain": claim.domain.value,
        "value": claim.value,
        "from": claim.from_,
        "to": claim.to,
        "imposed_by": claim.imposed_by,
        "scope": claim.scope,
    }


def _one_or_several(names: tuple[str, ...]) -> str | list[str] | None:
    return list(names) if len(names) > 1 else next(iter(names), None)


def _stance(claim: StanceClaim) -> Json:
    return {"by": list(claim.by), "of_whom": list(claim.of_whom), "object": claim.object}


def _statement_claim(claim: StatementClaim) -> Json:
    return {
        "speaker": claim.speaker,
        "office": claim.office,
        "side": claim.side,
        "mode": claim.mode.value,
        "said_on": claim.said_on,
        "text": claim.text,
    }


_FIELDS: dict[type[object], Callable[[Any], Json]] = {
    MeetingClaim: _meeting,
    CommitmentClaim: _commitment,
    ReaffirmationClaim: _reaffirmation,
    ProgressClaim: _progress,
    StandingClaim: _standing,
    RelationClaim: _relation,
    StanceClaim: _stance,
    StatementClaim: _statement_claim,
}
