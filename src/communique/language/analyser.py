"""Everything that is known about the language of one text, in one call.

In: a text and the date of its dateline. Out: an `Analysis`. The parser gives sentences, trees and names; what is regular is code on top
of it: names become actors, times get values, quotations get speakers, mentions are chained. One text is analysed by itself, so that its
result never depends on its neighbours. A text that is surely not English is given back with its language and nothing else.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator

from communique.language.capitals import drop_pronouns
from communique.language.consistency import make_consistent
from communique.language.coreference import discourse_of
from communique.language.identification import ENGLISH, Guess, identify
from communique.language.parser import ParsedText, Parser
from communique.language.quotations import find_quotations
from communique.language.resolution import resolve_entities
from communique.language.times.finder import find_times
from communique.model.analysis import Analysis


class Analyser:
    """Analyses texts with one loaded model; `has_states` tells that a reader's head will want to read the encoder's states."""

    def __init__(self, parser: Parser, has_states: bool = True) -> None:
        self._parser = parser
        self._has_states = has_states

    @classmethod
    def load(cls, has_states: bool = True) -> Analyser:
        """Load the model that ships with the package. Cost: about a third of a second.

        Raises:
            ModelMissing: the model file is absent or damaged.
        """
        return cls(Parser.load(), has_states)

    def analyse(self, text: str, date: str | None = None) -> Analysis:
        """Return the analysis of one text; `date` (ISO 8601) is what "on Tuesday" is counted from, None leaves such times unresolved."""
        return next(self.analyse_all(((text, date),)))

    def analyse_all(self, documents: Iterable[tuple[str, str | None]]) -> Iterator[Analysis]:
        """Yield what `analyse` gives for each text with its date, in order. The next ones are parsed while the caller works on this one."""
        waiting: deque[tuple[str, str | None, Guess]] = deque()

        def legible() -> Iterator[str]:
            for text, date in documents:
                guess = identify(text)
                waiting.append((text, date, guess))
                yield "" if guess.is_foreign else text

        for parsed in self._parser.parse_all(legible(), self._has_states):
            text, date, guess = waiting.popleft()
            yield Analysis(text, date, (), (), (), language=guess.language) if guess.is_foreign else _complete(text, date, parsed)


def _complete(text: str, date: str | None, parsed: ParsedText) -> Analysis:
    """Return the analysis of a parsed text."""
    entities = drop_pronouns(resolve_entities(text, parsed.sentences, make_consistent(parsed.entities)), parsed.sentences)
    discourse = discourse_of(text, parsed.sentences, entities)
    return Analysis(
        text=text,
        date=date,
        sentences=parsed.sentences,
        entities=entities,
        times=find_times(text, parsed.sentences, date),
        quotations=find_quotations(text, parsed.sentences, entities, discourse),
        chains=discourse.chains(),
        language=ENGLISH,
        vectors=parsed.vectors,
    )
