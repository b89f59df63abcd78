"""What a later version admits to have changed: its headline, its correction note, and the changes that the note explains.

In: the comparison of two versions and what was found. Out: findings for headline and note, and the test whether a note discloses a change.
Silence is the norm, so a note counts only for what it speaks of.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from communique.model.record import Evidence
from communique.model.vocabulary import ChangeKind
from communique.stories.comparison import Comparison, Finding
from communique.stories.notes import is_correcting, is_new_note
from communique.stories.sides import Side
from communique.stories.words import find_words, normalise

CORRECTIONS = frozenset(
    {
        ChangeKind.BACKGROUND_CORRECTION,
        ChangeKind.NUMBER,
        ChangeKind.DATE,
        ChangeKind.NAME_SPELLING,
        ChangeKind.ROLE_TITLE,
        ChangeKind.ATTRIBUTION,
    }
)
"""Changes that a note of correction explains."""

MIN_SHARED_WORDS = 2
"""Content words of the exchange that a note has to repeat to be about it."""

_ABOUT_NOTES = frozenset(
    word.stem
    for word in find_words(
        "story article report version correction clarification earlier previous original update editor note headline piece post page"
    )
)


def find_disclosures(comparison: Comparison) -> list[Finding]:
    """Return the findings on the headline and on a note that only the later version has."""
    found = []
    before, after = comparison.before, comparison.after
    if before.version.title and after.version.title and normalise(before.version.title) != normalise(after.version.title):
        found.append(Finding(ChangeKind.HEADLINE, _cite_title(before), _cite_title(after)))
    note = new_note(comparison)
    if note is not None:
        found.append(Finding(ChangeKind.CORRECTION_NOTE, None, note.evidence))
    return found


@dataclass(frozen=True, slots=True)
class Note:
    """A note by its words; `evidence` is None where the outlet gives it beside the text, which alone can be cited."""

    words: str
    evidence: Evidence | None


def new_note(comparison: Comparison) -> Note | None:
    """Return the note by which the later version speaks of itself and which the earlier one lacks, or None."""
    after, earlier = comparison.after, comparison.before.version
    words = after.text(*after.note) if after.note else after.version.correction_note
    if not words or not is_new_note(words, earlier.text, earlier.correction_note):
        return None
    return Note(words, after.cite_range(*after.note) if after.note else None)


def _cite_title(side: Side) -> Evidence | None:
    """Cite the headline where the text itself holds it; offsets never point outside the text."""
    title = side.version.title or ""
    at = side.version.text.find(title)
    return side.cite_range(at, at + len(title)) if at >= 0 else None


def is_disclosed(note: Note | None, finding: Finding, corrections: Sequence[Finding]) -> bool:
    """Return whether the note explains the change.

    A note explains the correction whose words it repeats, and one that names nothing explains the only correction there is. A note of mere
    updating explains what is new, never what was set right in silence. Style needs no disclosing.
    """
    if note is None or finding.kind is ChangeKind.STYLE:
        return False
    if finding.kind is ChangeKind.CORRECTION_NOTE:
        return True
    about = {word.stem for word in find_words(note.words) if not word.is_function} - _ABOUT_NOTES
    is_named = len(about & _exchanged(finding)) >= MIN_SHARED_WORDS
    if finding.kind not in CORRECTIONS:
        return is_named or not is_correcting(note.words)
    return is_correcting(note.words) and (is_named or (len(about) <= MIN_SHARED_WORDS and len(corrections) == 1))


def _exchanged(finding: Finding) -> set[str]:
    """Return the content words of both sides of a change."""
    sides = (finding.before, finding.after)
    return {word.stem for side in sides if side for word in find_words(side.exact) if not word.is_function}
