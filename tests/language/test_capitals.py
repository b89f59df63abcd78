"""Names in capitals and words in capitals are told apart by the sentence, and only where everything is in capitals."""

from __future__ import annotations

from communique.language.capitals import drop_pronouns
from communique.model.analysis import Entity, Sentence, Token
from communique.model.vocabulary import EntityType


def sentence(*tagged: str) -> Sentence:
    """Build a sentence of words written `word/TAG`."""
    tokens, at = [], 0
    for number, item in enumerate(tagged, start=1):
        word, tag = item.split("/")
        tokens.append(Token(at, at + len(word), word, word.lower(), tag, "", number - 1, "dep"))
        at += len(word) + 1
    return Sentence(0, at - 1, tuple(tokens))


def names_left(read: Sentence, *names: str) -> list[str]:
    entities = [Entity(t.start, t.end, EntityType.ORGANISATION, t.text) for t in read.tokens if t.text in names]
    return [entity.text for entity in drop_pronouns(entities, [read])]


def test_a_pronoun_in_capitals_among_capitals_is_no_name() -> None:
    assert names_left(sentence("ENVOYS/NOUN", "WHO/PRON", "MET/VERB", "TOLD/VERB", "US/PRON"), "WHO", "US") == []


def test_an_acronym_among_capitals_stays_a_name() -> None:
    assert names_left(sentence("THE/DET", "US/PROPN", "TOLD/VERB", "THE/DET", "WHO/PROPN", "./PUNCT"), "WHO", "US") == ["US", "WHO"]


def test_an_acronym_in_ordinary_text_is_a_name_whatever_its_tag() -> None:
    assert names_left(sentence("The/DET", "WHO/PRON", "met/VERB"), "WHO") == ["WHO"]
