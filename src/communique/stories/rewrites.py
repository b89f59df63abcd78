"""Changes that the words alone show, where no claim was read or claims agree.

In: a `Comparison` and the passages that claims explain already. Out: findings on numbers, dates and places exchanged in place, on
silently corrected background, on announcements that became reports, and, for what is left, on style. The words of background are judged by
what both sides say that the other does not (`substance`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from communique.model.record import Evidence
from communique.model.vocabulary import ChangeKind
from communique.stories.chronology import OUTCOME_CUES, PLAN_CUES
from communique.stories.comparison import Comparison, Finding
from communique.stories.exchanges import LOCAL_WORDS, Pair, find_exchanges
from communique.stories.lexicon import words_of
from communique.stories.past import is_past, share_name, share_past
from communique.stories.sides import Range, Side
from communique.stories.substance import Verdict, compare_substance
from communique.stories.voices import is_other_speech
from communique.stories.wording import EditKind, word_diff
from communique.stories.words import find_words, normalise, stem

TOLD_BESIDE = frozenset({ChangeKind.PLANNED_TO_HELD, ChangeKind.HELD_TO_CANCELLED, ChangeKind.EXPECTATION_REMOVED})
"""What becomes of a plan stands beside any other change of its passage."""

NEAR = 4
"""Words behind an exchanged verb among which its object is looked for."""

MAX_REVERSED = 4
"""Content words that may differ, both sides together, where one turns the sentence round; with more it tells something else."""

_WAS_TO = re.compile(r"\b(?:was|were)\s+to\b")
_POSSIBLE = re.compile(r"\b(?:may|might|could)(?:\s+(?=[a-z])|$)")
_OUTCOME = re.compile(r"\b(?:struck|sealed|clinched|opened|began|begun|started|sat\s+down|spoke|shook)\b", re.IGNORECASE)
_CANCELLED = re.compile(r"\b(?:cancell?ed|called\s+off|scrapped|dropped|did\s+not\s+(?:meet|take\s+place)|never\s+met)\b", re.IGNORECASE)
_PERFECT = re.compile(r"\b(?:has|have|had|was|were)(?:\s+\w+ly)?(?:\s+been)?\s*$", re.IGNORECASE)
_TERM = re.compile(
    r"\W*(?:before|until|till|once|when|if|unless|provided|as soon as|as long as|after|by|on condition|within)\b", re.IGNORECASE
)


def find_rewrites(comparison: Comparison, explained: frozenset[int], told: frozenset[tuple[ChangeKind, int]]) -> Iterator[Finding]:
    """Yield what the words show. `explained`: passages with a change told by claims; `told`: the kinds of those changes by passage."""
    for place, passage in enumerate(comparison.passages):
        if passage.is_kept or passage.before is None or passage.after is None:
            continue
        pair = Pair(comparison, place, passage.before, passage.after)
        kinds = [kind for kind in find_exchanges(pair) if (kind, place) not in told]
        turn = _find_turn(pair)
        if turn in TOLD_BESIDE and not {(kind, place) for kind in TOLD_BESIDE} & told:
            kinds.append(turn)
        if place not in explained and not kinds:
            if _is_reconditioned(pair):
                kinds.append(ChangeKind.COMMITMENT_REWORDED)
            elif turn is not None:
                kinds.append(turn)
            elif _is_corrected_background(pair, is_linked=passage.is_linked):
                kinds.append(ChangeKind.BACKGROUND_CORRECTION)
            elif _is_reversed(pair):
                kinds.append(ChangeKind.STATUS)
            elif not passage.is_linked:
                is_altered = not any((kind, place) in told for kind in ChangeKind) and _is_statement_altered(pair)
                kinds.append(ChangeKind.STATEMENT_ALTERED if is_altered else ChangeKind.STYLE)
        yield from map(pair.cite, kinds)
    yield from _find_new_dateline(comparison)


def _find_new_dateline(comparison: Comparison) -> Iterator[Finding]:
    """Yield another dateline as style: it tells where the article was written on, and no other fact."""
    before, after = comparison.before, comparison.after
    if before.dateline and after.dateline and normalise(before.text(*before.dateline)) != normalise(after.text(*after.dateline)):
        yield Finding(ChangeKind.STYLE, before.cite_range(*before.dateline), after.cite_range(*after.dateline))


def widen(comparison: Comparison, finding: Finding) -> Finding:
    """Return a correction with its evidence widened to the whole passage, so that both statements can be read as such."""
    if finding.before is None or finding.after is None or len(finding.passages) != 1:
        return finding
    (place,) = finding.passages
    passage = comparison.passages[place]
    if passage.before is None or passage.after is None:
        return finding
    before, after = _stretch(comparison.before, passage.before, finding.before), _stretch(comparison.after, passage.after, finding.after)
    return replace(finding, before=before, after=after)


def _stretch(side: Side, to: Range, evidence: Evidence) -> Evidence:
    start, end = min(to[0], evidence.start), max(to[1], evidence.end)
    return replace(evidence, start=start, end=end, exact=side.text(start, end))


def _is_corrected_background(pair: Pair, *, is_linked: bool) -> bool:
    """Return whether both stretches tell the past of the same thing, and tell it differently."""
    before, after = (pair.comparison.before, pair.old), (pair.comparison.after, pair.new)
    if PLAN_CUES.search(pair.texts[0]) or not is_past(before[0], *pair.old) or not is_past(after[0], *pair.new):
        return False
    if compare_substance(*pair.texts).verdict is not Verdict.REPLACED:
        return False
    anchors = share_past(before, after), share_name(before, after)
    return all(anchors) if is_linked else any(anchors)


def _find_turn(pair: Pair) -> ChangeKind | None:
    """Return how far the exchanged words brought on what was announced or expected, or None.

    A meeting announced was called off, or became one reported ("are to meet", "met"); an expected event came ("is expected to sign",
    "signed"); a planned act was done ("is to be signed", "has been signed"); an expectation became a plan, or a plan an expectation.
    """
    before, after = pair.texts
    for edit in word_diff(before, after):
        if edit.kind is not EditKind.REPLACE or PLAN_CUES.search(before[: edit.before_start]):
            continue
        old, new = before[edit.before_start : edit.before_end], after[edit.after_start : edit.after_end]
        was_expected, is_expected = _expects(old), _expects(new)
        near = before[: edit.before_end] + " ".join(before[edit.before_end :].split(" ")[: NEAR + 1])
        if (was_expected or _plans(old)) and _CANCELLED.search(new) and _is_on_meeting(near):
            return ChangeKind.HELD_TO_CANCELLED
        if (was_expected or _plans(old)) and not is_expected and not _plans(new):
            if _is_done(old, new, after[edit.after_end :]):
                return _name_turn(before, near, was_expected=_expects(before))
        elif was_expected != is_expected and _plans(old) and _plans(new) and _is_short(old, new):
            return ChangeKind.STATUS
    return None


def _plans(words: str) -> bool:
    return bool(PLAN_CUES.search(words) or _WAS_TO.search(words) or _POSSIBLE.search(words))


def _name_turn(before: str, near: str, *, was_expected: bool) -> ChangeKind | None:
    """Return what it is that came about: a meeting, something expected, or what was agreed; other plans make no entry of a record.

    `near`: the sentence up to the exchanged verb and a little further, where what is announced is named.
    """
    if _is_on_meeting(near):
        return ChangeKind.PLANNED_TO_HELD
    if was_expected:
        return ChangeKind.EXPECTATION_REMOVED
    about = {word.stem for word in find_words(before)}
    return ChangeKind.STATUS if about & {stem(word) for word in words_of("undertakings")} else None


def _is_on_meeting(text: str) -> bool:
    return bool({word.stem for word in find_words(text)} & {stem(word) for word in words_of("meetings")})


def _expects(words: str) -> bool:
    return bool(_POSSIBLE.search(words)) or any(word.norm in words_of("expectations") for word in find_words(words))


def _is_short(old: str, new: str) -> bool:
    return max(len(find_words(words)) for words in (old, new)) <= LOCAL_WORDS


def _is_done(old: str, new: str, following: str) -> bool:
    """Return whether the new words report: a verb of both sides, a word of outcome, or "has been" before what was kept."""
    shared = {word.stem for word in find_words(old) if not word.is_function} & {word.stem for word in find_words(new)}
    return bool(shared or OUTCOME_CUES.search(new) or _OUTCOME.search(new) or (_PERFECT.search(new) and following.strip()))


def _is_reversed(pair: Pair) -> bool:
    """Return whether a whole sentence on what was agreed or on a meeting says the opposite now, in few other words ("opened", "ended")."""
    about = {stem(word) for key in ("meetings", "undertakings", "agreements") for word in words_of(key)}
    if not all(about & {word.stem for word in find_words(text)} for text in pair.texts):
        return False
    substance = compare_substance(*pair.texts)
    turned = substance.opposites or (substance.negation and any(map(_negates, _changed_words(pair))))
    return turned and len(substance.removed) + len(substance.added) <= MAX_REVERSED


def _negates(word: str) -> bool:
    """Return whether a word denies a verb: "no" alone comes and goes with phrases."""
    return word in words_of("negations") - {"no", "neither", "nor"}


def _changed_words(pair: Pair) -> set[str]:
    before, after = pair.texts
    edits = [edit for edit in word_diff(before, after) if edit.kind is not EditKind.EQUAL]
    old = [word.norm for edit in edits for word in find_words(before, edit.before_start, edit.before_end)]
    return {*old, *(word.norm for edit in edits for word in find_words(after, edit.after_start, edit.after_end))}


def _is_statement_altered(pair: Pair) -> bool:
    """Return whether a whole sentence that quotes somebody quotes otherwise now."""
    is_whole = all(side.sentence_at(there[0]) == there for side, there in pair.sides)
    return is_whole and is_other_speech(*pair.texts)


def _is_reconditioned(pair: Pair) -> bool:
    """Return whether an act to come got another term ("will leave before May", "will leave as soon as the lists are agreed")."""
    before, after = pair.texts
    for edit in word_diff(before, after):
        if edit.kind is EditKind.REPLACE and PLAN_CUES.search(before[: edit.before_start]):
            openings = _TERM.match(before, edit.before_start), _TERM.match(after, edit.after_start)
            if all(openings) and len({opening[0].casefold() for opening in openings if opening}) > 1:
                return True
    return False
