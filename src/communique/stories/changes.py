"""What changed between two versions of one article: facts first, words second, ranked by meaning.

In: two versions and their readings. Out: typed `Change`s with verbatim evidence on both sides, the most significant first. The claims of
both are held against each other, then the passages that no claim explains, and a rewritten sentence that says the same is style.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from communique.model.claims import Reading
from communique.model.ids import make_id
from communique.model.record import Change, Evidence
from communique.model.sources import Version
from communique.model.vocabulary import ChangeKind
from communique.stories.comparison import Comparison, Finding, compare_versions, liken
from communique.stories.disclosure import CORRECTIONS, find_disclosures, is_disclosed, new_note
from communique.stories.facts import find_fact_changes
from communique.stories.names import find_name_changes
from communique.stories.rewrites import find_rewrites, widen
from communique.stories.speech import find_speech_changes
from communique.stories.voices import find_voices
from communique.stories.words import find_words

SIGNIFICANCE: dict[ChangeKind, float] = {
    ChangeKind.PLANNED_TO_HELD: 0.90,
    ChangeKind.HELD_TO_CANCELLED: 0.90,
    ChangeKind.COMMITMENT_ADDED: 0.85,
    ChangeKind.COMMITMENT_REMOVED: 0.85,
    ChangeKind.STATUS: 0.80,
    ChangeKind.COMMITMENT_REWORDED: 0.75,
    ChangeKind.BACKGROUND_CORRECTION: 0.70,
    ChangeKind.DATE: 0.70,
    ChangeKind.NUMBER: 0.65,
    ChangeKind.PLACE: 0.60,
    ChangeKind.STATEMENT_ALTERED: 0.60,
    ChangeKind.ACTOR_ADDED: 0.55,
    ChangeKind.ACTOR_REMOVED: 0.55,
    ChangeKind.ATTRIBUTION: 0.50,
    ChangeKind.STATEMENT_REMOVED: 0.50,
    ChangeKind.EXPECTATION_REMOVED: 0.50,
    ChangeKind.STATEMENT_ADDED: 0.45,
    ChangeKind.CORRECTION_NOTE: 0.45,
    ChangeKind.HEADLINE: 0.40,
    ChangeKind.ROLE_TITLE: 0.40,
    ChangeKind.NAME_SPELLING: 0.35,
    ChangeKind.STYLE: 0.05,
}
"""How much a change of each kind matters to a reader who keeps the record. What moves a meeting or a commitment comes first; then what
makes an earlier entry wrong; then who said what; then how it is presented. Every kind of fact stands above every change of style."""

SILENT_BONUS = 0.08
"""An undisclosed correction matters more: nobody was told that an entry citing the earlier version is wrong."""

FACT_FLOOR = 0.30
"""No change of fact falls below, however unsure its claims are."""

SPEECH = frozenset({ChangeKind.STATEMENT_ADDED, ChangeKind.STATEMENT_REMOVED, ChangeKind.STATEMENT_ALTERED})
"""Changes in what somebody is quoted with."""

FACTS = frozenset(
    {
        ChangeKind.PLANNED_TO_HELD,
        ChangeKind.HELD_TO_CANCELLED,
        ChangeKind.COMMITMENT_ADDED,
        ChangeKind.COMMITMENT_REMOVED,
        ChangeKind.COMMITMENT_REWORDED,
        ChangeKind.STATUS,
    }
)
"""Changes of what a record keeps as an entry: where a statement tells one, the entry is what matters."""

OPENING_QUOTES = frozenset("“\"«„'‘")

MAX_REST = 4
"""Content words of a statement beside the fact that it tells."""

STYLE_SPAN = 0.15
"""A sentence rewritten from end to end stands so much above one exchanged word, and still below the facts."""

UNSURE_SHARE = 0.25
"""Share of the significance that is lost where a claim behind the change has no confidence at all."""


def find_changes(before: Version, after: Version, before_reading: Reading, after_reading: Reading) -> tuple[Change, ...]:
    """Return the changes from one version to the next, most significant first; none for equal texts and headlines.

    Deterministic; evidence is verbatim in its version. Cost: that of the alignment, plus the product of the numbers of claims of one kind.
    """
    comparison = compare_versions(before, after, before_reading, after_reading)
    findings = _collect(comparison)
    note = new_note(comparison)
    corrections = [finding for finding in findings if finding.kind in CORRECTIONS]
    changes = [_to_change(comparison, finding, disclosed=is_disclosed(note, finding, corrections)) for finding in findings]
    unique = {change.id: change for change in changes}
    return tuple(sorted(unique.values(), key=_rank))


def _collect(comparison: Comparison) -> list[Finding]:
    """Gather the findings of all finders; what claims explain is not told again by words."""
    claimed = [*find_fact_changes(comparison), *find_speech_changes(comparison)]
    claimed = [widen(comparison, f) if f.kind is ChangeKind.BACKGROUND_CORRECTION else f for f in claimed]
    claimed = _without_subsumed(_without_told_facts(comparison, claimed))
    shown = [finding for finding in claimed if not finding.is_repeat]
    shown += find_voices(comparison, *_by_passage(claimed))
    named = [*find_name_changes(comparison)]
    explained, _ = _by_passage([*claimed, *shown])
    _, told = _by_passage([*claimed, *shown, *named])
    return [*shown, *named, *find_rewrites(comparison, explained, told), *find_disclosures(comparison)]


def _by_passage(findings: Iterable[Finding]) -> tuple[frozenset[int], frozenset[tuple[ChangeKind, int]]]:
    """Return the passages that findings explain, and the same with the kinds that are told there."""
    told = frozenset((finding.kind, place) for finding in findings for place in finding.passages)
    return frozenset(place for _, place in told), told


def _without_told_facts(comparison: Comparison, findings: Sequence[Finding]) -> list[Finding]:
    """Drop reported statements whose content is a change of fact itself: "said that they had signed" is a signing, told once."""
    facts = [finding for finding in findings if finding.kind in FACTS]
    return [finding for finding in findings if finding.kind not in SPEECH or not _is_told_as_fact(comparison, finding, facts)]


def _is_told_as_fact(comparison: Comparison, statement: Finding, facts: Sequence[Finding]) -> bool:
    """Return whether facts leave little of a statement's words; quoted words stand for themselves."""
    sides = (comparison.before, statement.before, [f.before for f in facts]), (comparison.after, statement.after, [f.after for f in facts])
    for side, said, cited in sides:
        if said is None:
            continue
        if side.text(max(said.start - 1, 0), said.start) in OPENING_QUOTES:
            return False
        words = [word for word in find_words(side.version.text, said.start, said.end) if not word.is_function]
        over = [e for e in cited if e and e.start < said.end and said.start < e.end]
        rest = [word for word in words if not any(e.start <= word.start < e.end for e in over)]
        if not over or len(rest) > max(MAX_REST, len(words) // 2):
            return False
    return True


def _without_subsumed(findings: Iterable[Finding]) -> list[Finding]:
    """Keep one finding of a kind for the same two ranges, and one of a commitment and the statement around it."""
    kept: dict[tuple[object, ...], Finding] = {}
    for finding in findings:
        kept.setdefault((finding.kind, finding.is_repeat, _range(finding.before), _range(finding.after)), finding)
    return [finding for finding in kept.values() if not any(_is_within(other, finding) for other in kept.values())]


def _is_within(inner: Finding, outer: Finding) -> bool:
    """Return whether a reworded commitment lies within a reworded statement of one, on both sides."""
    if not (inner.kind is outer.kind is ChangeKind.COMMITMENT_REWORDED) or inner is outer:
        return False
    ranges = [(_range(inner.before), _range(outer.before)), (_range(inner.after), _range(outer.after))]
    return all(b[0] <= a[0] and a[1] <= b[1] for a, b in ranges)


def _range(evidence: Evidence | None) -> tuple[int, int]:
    return (evidence.start, evidence.end) if evidence else (-1, -1)


def _to_change(comparison: Comparison, finding: Finding, *, disclosed: bool) -> Change:
    versions = comparison.before.version.id, comparison.after.version.id
    return Change(
        id=make_id("ch", *versions, finding.kind, *_range(finding.before), *_range(finding.after)),
        from_version=versions[0],
        to_version=versions[1],
        kind=finding.kind,
        before=finding.before,
        after=finding.after,
        disclosed=disclosed,
        significance=measure_significance(finding, disclosed=disclosed),
    )


def measure_significance(finding: Finding, *, disclosed: bool) -> float:
    """Return how much a finding matters, in [0, 1]: its kind's worth, lowered for unsure claims, raised for silent corrections."""
    base = SIGNIFICANCE[finding.kind]
    sides = [evidence for evidence in (finding.before, finding.after) if evidence]
    if finding.kind is ChangeKind.STYLE:
        rewritten = 1 - liken(sides[0].exact, sides[1].exact) if len(sides) > 1 else 1.0
        return round(base + STYLE_SPAN * rewritten, 3)
    sure = min((evidence.score for evidence in sides), default=1.0)
    silent = SILENT_BONUS if finding.kind in CORRECTIONS and not disclosed else 0.0
    return round(max(FACT_FLOOR, base * (1 - UNSURE_SHARE * (1 - sure)) + silent), 3)


def _rank(change: Change) -> tuple[float, str, Sequence[int], Sequence[int]]:
    return (-change.significance, change.kind.value, _range(change.after), _range(change.before))
