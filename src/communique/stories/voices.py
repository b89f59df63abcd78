"""Speech that the words alone show, where no statement was read: what somebody is quoted with, and on whose word a passage stands.

In: a `Comparison` and what claims explain of it. Out: findings on statements that came, went or were exchanged, and on sources that were.
A reader of claims wants a speaker with a name and an office; what a version quotes is news of it also where nobody is named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from communique.model.record import Evidence
from communique.model.vocabulary import ChangeKind, EntityType
from communique.stories.comparison import Comparison, Finding, liken
from communique.stories.lexicon import words_of
from communique.stories.sides import Range, Side
from communique.stories.substance import Verdict, compare_substance
from communique.stories.words import find_words, fold

SAME_TELLING = 0.5
"""Similarity of two passages from which the sources at their ends are held against each other."""

_VERBS = r"(?:said|says?|told|announced|reported|confirmed|wrote|added)"
_SPEECH = re.compile(
    r"""[“"«][^”"»]{10,}[”"»]
      | \b(?:said|says|wrote|writes|told|stated|remarked|replied|commented|argued|insisted|insists|warned|warns|quoted)\b
      | \b(?:added|noted|stressed|recalled|conceded|declared|acknowledged|admitted|confirmed|denied|claimed|explained|repeated)
        \s(?!(?:everything|all|the|what|those)\b)(?:[\w']+\s){0,3}that\b
      | ,\s(?:[^,.;]{2,60}\s)?(?:added|noted|stressed|recalled|conceded|declared|explained|repeated)\s*(?:[.,]|$)
      | \baccording\sto\b
      | \b(?:spoke|speaks)\sof\b
      | \bcall(?:ed|s)\s(?!off|for|on|upon|in|up|back|an?\s)\w
      | \bdescrib(?:ed|es)\b.{2,60}\bas\b
    """,
    re.VERBOSE,
)
_SOURCES = (
    re.compile(rf",\s+(?P<source>[^,.;:“”\"]{{3,70}}?)\s+{_VERBS}\b"),
    re.compile(rf",\s+{_VERBS}\s+(?P<source>[^\W\d_a-z][^,.;:“”\"]{{2,70}})"),
    re.compile(r"\b[Aa]ccording\s+to\s+(?P<source>[^,.;:“”\"]{3,70})"),
    re.compile(rf"^(?P<source>[^,.;:“”\"]{{3,70}}?)\s+{_VERBS}\b"),
)
_AUXILIARY = re.compile(r"\s+(?:has|have|had|also|later|then|now|earlier)$")
_PASSIVE = re.compile(r"\b(?:was|were|is|are|been|being|be|to)$")
_PRONOUNS = frozenset({"he", "she", "it", "they", "we", "i", "who", "which", "one", "both", "another", "others"})


def find_voices(comparison: Comparison, explained: frozenset[int], told: frozenset[tuple[ChangeKind, int]]) -> Iterator[Finding]:
    """Yield what the words show of speech. `explained`: passages with a change told by claims; `told`: the kinds of those by passage."""
    for place, passage in enumerate(comparison.passages):
        if passage.is_kept:
            continue
        before, after = comparison.text_before(place), comparison.text_after(place)
        if passage.before and passage.after:
            sources = _find_source(comparison.before, passage.before), _find_source(comparison.after, passage.after)
            is_told = (ChangeKind.ATTRIBUTION, place) in told
            if not is_told and _is_other_source(comparison, sources) and liken(before, after) >= SAME_TELLING:
                yield _cite(comparison, ChangeKind.ATTRIBUTION, place, (sources[0], sources[1]))
        elif place not in explained and _SPEECH.search(before or after):
            kind = ChangeKind.STATEMENT_REMOVED if passage.before else ChangeKind.STATEMENT_ADDED
            yield _cite(comparison, kind, place, (passage.before, passage.after))


def keeps_source(comparison: Comparison, before: int | None, after: int | None) -> bool:
    """Return whether a passage names the same source in both versions, so that another one read in it is a slip of reading."""
    if before is None or before != after:
        return False
    passage = comparison.passages[before]
    if passage.before is None or passage.after is None:
        return False
    sources = _find_source(comparison.before, passage.before), _find_source(comparison.after, passage.after)
    return None not in sources and not _is_other_source(comparison, sources)


def _cite(comparison: Comparison, kind: ChangeKind, place: int, ranges: tuple[Range | None, Range | None]) -> Finding:
    def evidence(side: Side, there: Range | None) -> Evidence | None:
        return side.cite_range(*there) if there else None

    return Finding(kind, evidence(comparison.before, ranges[0]), evidence(comparison.after, ranges[1]), frozenset({place}))


def is_other_speech(before: str, after: str) -> bool:
    """Return whether both passages quote somebody, and with words of another content."""
    if not (_SPEECH.search(before) and _SPEECH.search(after)):
        return False
    return compare_substance(before, after).verdict is Verdict.REPLACED


def _find_source(side: Side, there: Range) -> Range | None:
    """Return who is named as the source of a passage, or of the sentence that it is a piece of; None where that is a pronoun or nobody."""
    for begin, stop in (there, side.sentence_at(there[0]) or there):
        text = side.text(begin, stop)
        found = [match for pattern in _SOURCES for match in pattern.finditer(text)]
        matches = [match for match in found if not _PASSIVE.search(match["source"])]
        if matches:
            start, end = matches[0].span("source")
            end = start + len(_AUXILIARY.sub("", text[start:end]))
            words = {word.norm for word in find_words(text, start, end)}
            return None if words <= _PRONOUNS | words_of("function_words") else (begin + start, begin + end)
    return None


def _is_other_source(comparison: Comparison, sources: tuple[Range | None, Range | None]) -> bool:
    """Return whether two sources are somebody else; a name and an office may be one ("Aske", "the minister")."""
    if sources[0] is None or sources[1] is None:
        return False
    before, after = comparison.before.text(*sources[0]), comparison.after.text(*sources[1])
    shared = {word.stem for word in find_words(before) if not word.is_function or word.text.isupper()} & {w.stem for w in find_words(after)}
    if shared or fold(before) == fold(after):
        return False
    persons = _names_person(comparison.before, sources[0]), _names_person(comparison.after, sources[1])
    offices = _is_office(before), _is_office(after)
    return not ((persons[0] and offices[1]) or (persons[1] and offices[0]))


def _names_person(side: Side, there: Range) -> bool:
    begin, stop = there
    return any(entity.type is EntityType.PERSON and begin <= entity.start < stop for entity in side.reading.entities)


def _is_office(source: str) -> bool:
    return any(word.norm in words_of("roles") for word in find_words(source))
