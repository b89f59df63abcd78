"""Wire copy in capitals: where every word is in capitals, "US" and "WHO" may be pronouns.

In: the names of a text and its sentences. Out: the names without such pronouns. Acronyms are told from words by their case, which says
nothing here; the parser, which goes by the sentence, tells them apart. Offsets stay what they are: the text is never rewritten.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from communique.model.analysis import Entity, Sentence

_PRONOUN = "PRON"


def drop_pronouns(entities: Sequence[Entity], sentences: Iterable[Sentence]) -> tuple[Entity, ...]:
    """Return the names without those that are one pronoun of a sentence in capitals, in the same order."""
    spans = {
        (token.start, token.end)
        for sentence in sentences
        if all(token.text.upper() == token.text for token in sentence.tokens)
        for token in sentence.tokens
        if token.upos == _PRONOUN
    }
    return tuple(entity for entity in entities if (entity.start, entity.end) not in spans)
