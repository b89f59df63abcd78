"""Makes statements of the quotations whose speakers belong in a record: officials, parties, states, groups and organisations.

In: a `Text` with its quotations and `Parties`. Out: `StatementClaim`s. What media, monitors, analysts or unnamed sources say is no
statement of the record (the claims inside it still carry them as their source).
"""

from __future__ import annotations

from communique.model.analysis import Quotation
from communique.model.claims import Provenance, StatementClaim
from communique.model.vocabulary import Factuality, QuoteMode
from communique.reading.attribution import READER
from communique.reading.events import date_at
from communique.reading.lexicon import words
from communique.reading.parties import Parties
from communique.reading.speakers import Speakers
from communique.reading.text import Text

MIN_WORDS, MIN_QUOTED = 3, 4
"""Shorter reported words, and shorter words in quotation marks, are a turn of phrase and no statement."""


class StatementFinder:
    """Finds the statements of one text."""

    def __init__(self, text: Text, parties: Parties) -> None:
        self.text = text
        self.parties = parties
        self.speakers = Speakers(text, parties)

    def find(self) -> list[StatementClaim]:
        """Return the claims in text order."""
        found: list[StatementClaim] = []
        last: StatementClaim | None = None
        for quotation in self.text.analysis.quotations:
            claim = self._claim(quotation, last)
            if claim is not None:
                found.append(claim)
                last = claim
        return found

    def _claim(self, quotation: Quotation, last: StatementClaim | None) -> StatementClaim | None:
        text, references = self.text, self.parties.references
        content = text.text[quotation.content_start : quotation.content_end]
        speaker = self.speakers.of(quotation)
        shortest = MIN_WORDS if quotation.mode is QuoteMode.INDIRECT else MIN_QUOTED
        if speaker is None or len(content.split()) < shortest or not self._is_content(quotation):
            return None
        said_on = self._said_on(quotation)
        if quotation.continued and last is not None and last.speaker == speaker.name:
            said_on = said_on or last.said_on
        return StatementClaim(
            provenance=Provenance(
                text.version.span(quotation.content_start, quotation.content_end),
                Factuality.HAPPENED,
                (speaker.name,),
                READER,
                speaker.score,
            ),
            speaker=speaker.name,
            mode=quotation.mode,
            text=content,
            office=references.office(speaker.name),
            side=speaker.side,
            said_on=said_on,
        )

    def _is_content(self, quotation: Quotation) -> bool:
        """Tell whether reported words say something: no order to somebody ("told the army to prepare"), no clause of reason or time."""
        text = self.text
        first = text.token_at(quotation.content_start)
        if first < 0 or self._cue(quotation) in words("statements", "asking"):
            return False
        inside = text.tokens_in(quotation.content_start, quotation.content_end)
        if not any(text.upos[k] in {"VERB", "AUX"} for k in inside):
            return False
        if quotation.mode is QuoteMode.DIRECT:
            return True
        return text.words[first] not in words("statements", "comments") and not (
            text.words[first] == "to" and text.bases[first] == "mark" and text.upos[first] == "PART"
        )

    def _cue(self, quotation: Quotation) -> str:
        """Return the lemma of the word that says so, "" in a continued quotation."""
        cue = self.text.head_in(quotation.cue_start, quotation.cue_end) if quotation.cue_start >= 0 else -1
        return self.text.lemmas[cue] if cue >= 0 else ""

    def _said_on(self, quotation: Quotation) -> str | None:
        """Return the date given with the verb of saying."""
        if quotation.cue_start < 0:
            return None
        cue = self.text.head_in(quotation.cue_start, quotation.cue_end)
        return date_at(self.text, {cue}) if cue >= 0 else None
