"""Reported speech: what was said, the words that say so, and who said it.

In: a text, its sentences and resolved names. Out: `Quotation`s in text order. Three readings are joined: quotation marks (direct, or
partial where only pieces of a reported clause are quoted), clauses under verbs of saying and "according to" (indirect), and transcripts.
A quotation without a cue goes on with the speaker of the one before when it opens the next paragraph or follows "…," X said. One or two
quoted words without a cue are no speech.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from communique.language.coreference import Discourse
from communique.language.quotation_marks import Quoted, paragraphs_of
from communique.language.reports import Report, find_reports
from communique.language.speakers import NOBODY, Source, read_source
from communique.language.speech import POSITION
from communique.language.transcripts import find_turns
from communique.model.analysis import Entity, Quotation, Sentence
from communique.model.vocabulary import QuoteMode

MIN_QUOTED_WORDS = 3
"""Words from which a quoted piece under a verb of position is speech; shorter ones are turns of phrase."""
MIN_DIRECT_WORDS = 2
SLACK = 2
"""Characters by which a clause may miss the edge of a quotation: its full stop."""
REACH = 400
"""Characters that a cue may stand away from the quotation that it reports."""
_EDGES = " \t\n\r\u00a0,;:—–-\"“”‘’«»'"
_GAP = re.compile(r"[\s,.;:—–!?…\"“”‘’'-]*")
_REASONED = frozenset({"that", "because"})


@dataclass(slots=True)
class _State:
    """The speaker of the last direct quotation and where it ended, for continued quotations."""

    source: Source = NOBODY
    end: int = -1


def find_quotations(
    text: str, sentences: Sequence[Sentence], entities: Sequence[Entity], discourse: Discourse | None = None
) -> tuple[Quotation, ...]:
    """Return the quotations of a text in text order.

    `entities` must be resolved; a `discourse` over the same three saves building it again. Cost: about 2 ms for 600 tokens.
    """
    turns = find_turns(text, entities)
    if turns:
        return tuple(turns)
    finder = _Finder(discourse or Discourse(text, sentences, entities))
    return finder.find()


class _Finder:
    def __init__(self, discourse: Discourse) -> None:
        self.discourse = discourse
        self.text = discourse.text
        self.forest = discourse.forest
        self.reports = list(find_reports(discourse))
        self.used: set[int] = set()
        self.paragraphs = list(paragraphs_of(self.text))

    def find(self) -> tuple[Quotation, ...]:
        found: list[Quotation] = []
        pending: list[Quoted] = []
        state = _State()
        mixed: set[int] = set()
        for number, quoted in enumerate(self.discourse.quoted):
            if number in mixed or quoted.content_end <= quoted.content_start:
                continue
            quotation = self._of_quoted(quoted, state, mixed)
            if quotation is None and number + 1 < len(self.discourse.quoted) and self.discourse.quoted[number + 1].continues:
                pending.append(quoted)
            if quotation is not None:
                found += [self._continued(piece, quotation.speaker) for piece in pending]
                pending.clear()
                found.append(quotation)
                if quotation.mode is QuoteMode.DIRECT or quotation.content_end >= quoted.content_end:
                    state.source = Source(quotation.source_start, quotation.source_end, quotation.speaker)
                    state.end = quoted.end
        found += self._indirect(found)
        unique = {
            (q.content_start, q.content_end): q
            for q in sorted(found, key=lambda q: (q.content_start, q.content_end, q.continued), reverse=True)
        }
        return tuple(sorted(unique.values(), key=lambda q: (q.content_start, q.content_end)))

    # --- quotation marks ------------------------------------------------------------------------------------------------

    def _of_quoted(self, quoted: Quoted, state: _State, mixed: set[int]) -> Quotation | None:
        inside = self.forest.tokens_in(quoted.content_start, quoted.content_end)
        if not inside:
            return None
        n_words = sum(self.forest.upos[i] != "PUNCT" for i in inside)
        report = self._enclosing(quoted)
        if report is not None and not self._fills(report, quoted):
            self.used.add(report.cue)
            mixed |= {k for k, q in enumerate(self.discourse.quoted) if report.start <= q.start and q.end <= report.end + 1}
            return self._quotation(report, report.start, report.end, QuoteMode.PARTIAL)
        report = report or self._beside(quoted)
        if report is not None and (n_words >= MIN_DIRECT_WORDS or report.is_firm):
            self.used.add(report.cue)
            return self._quotation(report, quoted.content_start, quoted.content_end, QuoteMode.DIRECT)
        if self._goes_on(quoted, state, n_words):
            return self._continued(quoted, state.source.name)
        return self._piece(quoted, inside, n_words)

    def _enclosing(self, quoted: Quoted) -> Report | None:
        """Return the innermost report whose clause covers the quoted stretch, up to a mark at its edges."""
        best = None
        for report in self.reports:
            if not report.has_content or self.discourse.in_quote[report.cue] >= 0:
                continue
            covers = report.start <= quoted.content_start + SLACK and quoted.content_end - SLACK <= report.end
            if covers and (best is None or report.end - report.start < best.end - best.start):
                best = report
        return best

    def _fills(self, report: Report, quoted: Quoted) -> bool:
        """Tell whether the clause of a report is nothing but the quoted stretch."""
        rest = [
            word[0].lower()
            for word in re.finditer(r"\w+", self.text[report.start : report.end])
            for at in [report.start + word.start()]
            if not quoted.start <= at < quoted.end and not report.clause_start <= at < report.clause_end
        ]
        return all(word in _REASONED for word in rest)

    def _beside(self, quoted: Quoted) -> Report | None:
        """Return the report whose cue stands next to the quoted stretch, behind it or before it, with nothing else in between."""
        best, best_gap = None, 10**9
        for report in self.reports:
            if (report.speaker < 0 and not report.is_firm) or self.discourse.in_quote[report.cue] >= 0:
                continue
            if report.cue_start < quoted.start - REACH or report.cue_start > quoted.end + REACH:
                continue
            if report.cue_paragraph != self.forest.paragraph(self.forest.tokens_in(quoted.start, quoted.end)[0]):
                is_colon = self.text[report.clause_end - 1 : report.clause_end + 1].rstrip().endswith(":")
                if not (is_colon and self.text[report.clause_end : quoted.start].isspace()):
                    continue
            gap = self._gap(report, quoted)
            if gap is not None and gap < best_gap:
                best, best_gap = report, gap
        return best

    def _gap(self, report: Report, quoted: Quoted) -> int | None:
        """Return how far a report's own words are from a quoted stretch, None where other words or a full stop stand in between."""
        if report.clause_start >= quoted.end:
            between = self.text[quoted.end : report.clause_start]
            if _GAP.fullmatch(between) and "\n\n" not in between and not between.lstrip(_EDGES.replace(",", "")).startswith("."):
                last = self.text[quoted.content_end - 1 : quoted.content_end]
                if last in ".!?" and report.has_content_after and not report.is_split:
                    return None
                return len(between) + (50 if last in ".…" else 0) + (25 if report.has_content_after else 0)
            return None
        if report.clause_end <= quoted.start:
            between = self.text[report.clause_end : quoted.start]
            if not _GAP.fullmatch(between) or "." in between:
                return None
            if report.has_content and not report.is_split and not (report.start < quoted.end and quoted.start < report.end):
                return None
            return 10 + len(between)
        return 5 if report.clause_start < quoted.start and report.clause_end > quoted.end and not report.has_content else None

    @staticmethod
    def _continued(quoted: Quoted, speaker: str | None) -> Quotation:
        return Quotation(quoted.content_start, quoted.content_end, -1, -1, -1, -1, QuoteMode.DIRECT, speaker, True)

    def _goes_on(self, quoted: Quoted, state: _State, n_words: int) -> bool:
        """Tell whether a quotation without a cue goes on with the last speaker."""
        if state.end < 0 or (state.source.name is None and state.source.start < 0):
            return False
        if quoted.continues:
            return True
        between = self.text[state.end : quoted.start]
        if "\n\n" not in between:
            n_stops = len(re.findall(r"[.!?](?:\s|$)", between))
            return n_words > MIN_QUOTED_WORDS and self._opens_sentence(quoted) and n_stops <= 1
        opens = any(start <= quoted.start and not self.text[start : quoted.start].strip() for start, _ in self.paragraphs)
        covers = next((end for start, end in self.paragraphs if start <= quoted.start < end), quoted.end)
        is_next = len(re.findall(r"\n\s*\n", between)) == 1
        return opens and is_next and n_words > MIN_QUOTED_WORDS and quoted.end - quoted.start >= 0.6 * (covers - quoted.start)

    def _opens_sentence(self, quoted: Quoted) -> bool:
        before = self.text[: quoted.start].rstrip()
        return not before or before[-1] in ".!?…"

    def _piece(self, quoted: Quoted, inside: range, n_words: int) -> Quotation | None:
        """Read a quoted piece under a verb of position: 'called for "an immediate halt to the fighting"'."""
        forest = self.forest
        head = forest.head_in(quoted.content_start, quoted.content_end)
        for k in [head, *forest.ancestors(head)] if head >= 0 else []:
            if k in inside or forest.upos[k] != "VERB" or forest.lemmas[k] not in POSITION:
                continue
            subject = forest.subject(k)
            if subject < 0 or subject in inside or n_words < MIN_QUOTED_WORDS:
                return None
            source = read_source(self.discourse, subject)
            token = forest.tokens[k]
            return Quotation(
                quoted.content_start, quoted.content_end, token.start, token.end, source.start, source.end, QuoteMode.PARTIAL, source.name
            )
        return None

    def _quotation(self, report: Report, start: int, end: int, mode: QuoteMode) -> Quotation:
        source = report.source
        if report.speaker >= 0:
            source = read_source(self.discourse, report.speaker)
        while end - start > 1 and self.text[end - 1] in ", \n\u00a0":
            end -= 1
        while end - start > 1 and self.text[start].isspace():
            start += 1
        return Quotation(start, end, report.cue_start, report.cue_end, source.start, source.end, mode, source.name)

    # --- clauses ----------------------------------------------------------------------------------------------------------

    def _indirect(self, found: Sequence[Quotation]) -> Iterator[Quotation]:
        """Yield the reports whose clause holds no quotation that was read already."""
        for report in self.reports:
            if report.cue in self.used or report.end <= report.start or not report.is_speech:
                continue
            direct = [q for q in found if q.mode is QuoteMode.DIRECT and q.content_start < report.end and report.start < q.content_end]
            if any(not (report.start < q.cue_start and q.cue_end < report.end and q.content_end <= report.end + SLACK) for q in direct):
                continue
            if self.discourse.in_quote[report.cue] >= 0:
                continue
            yield self._quotation(report, report.start, report.end, QuoteMode.INDIRECT)
