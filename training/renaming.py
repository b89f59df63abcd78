"""Other names for the persons and places of a training window, so that names are known by where they stand and not by heart.

In: labelled sentences. Out: the same sentences, some with names drawn from the lists of `gazetteer` or put together from syllables; trees
and labels stay as they are, since one word takes the place of one (mention replacement, Dai and Adel 2020, arXiv:2010.11683).
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from training.gazetteer import FAMILY, GIVEN, PLACE
from training.treebank import Sentence, Word

RENAMED_SHARE = 0.35
"""Windows in which names are exchanged."""
INVENTED_SHARE = 0.3
"""New names that are in no list."""
PLAIN = re.compile(r"[A-Z][a-z]{2,}")
TITLES = frozenset(
    [
        "President",
        "Minister",
        "Prime",
        "Prophet",
        "Pope",
        "King",
        "Queen",
        "Prince",
        "Princess",
        "Sheikh",
        "Shaikh",
        "Imam",
        "Ayatollah",
        "Captain",
        "Colonel",
        "General",
        "Major",
        "Senator",
        "Judge",
        "Justice",
        "Lord",
        "Lady",
        "Saint",
        "Professor",
        "Doctor",
        "Miss",
        "Sir",
        "The",
    ]
)
ONSETS = [
    "b",
    "br",
    "ch",
    "d",
    "dr",
    "f",
    "g",
    "gr",
    "h",
    "j",
    "k",
    "kh",
    "kr",
    "l",
    "m",
    "n",
    "p",
    "r",
    "s",
    "sh",
    "st",
    "t",
    "tr",
    "v",
    "z",
]
VOWELS = ["a", "a", "a", "e", "e", "i", "i", "o", "o", "u", "ai", "ei", "ia"]
CODAS = ["", "", "", "n", "r", "l", "s", "m", "k", "v", "sh", "nd", "rt"]
PLACE_ENDINGS = ["ia", "ia", "stan", "land", "a", "or", "ar", "ovia", "en", "aine", "ur", "ova", "ine", "os"]
FAMILY_ENDINGS = ["", "", "ov", "ev", "ian", "idze", "son", "ez", "enko", "oglu", "ari", "i", "wala", "sen", "ski", "u"]


class Renamer:
    """Draws new names. `known` holds the values of known words (`gazetteer.gather_known_words`)."""

    def __init__(self, known: Mapping[str, int], chance: random.Random) -> None:
        self.chance = chance
        self.lists = {
            bit: [word.capitalize() for word, value in sorted(known.items()) if value & bit and 3 <= len(word) <= 12]
            for bit in (GIVEN, FAMILY, PLACE)
        }

    def rename(self, sentences: Sequence[Sentence]) -> list[Sentence]:
        """The sentences with other names, or as they were."""
        if self.chance.random() >= RENAMED_SHARE:
            return list(sentences)
        names: dict[str, str] = {}
        return [replace(sentence, words=self._rename_words(sentence.words, names)) for sentence in sentences]

    def _rename_words(self, words: list[Word], names: dict[str, str]) -> list[Word]:
        labels = [_label(word) for word in words] + ["O"]
        made = []
        for i, word in enumerate(words):
            goes_on = labels[i + 1].startswith("I-")
            kind = self._kind(labels[i], goes_on) if self._is_plain(word) else 0
            if kind and word.form not in names:
                names[word.form] = self._draw(kind)
            form = names[word.form] if kind else word.form
            made.append(replace(word, form=form, lemma=form if word.lemma == word.form else word.lemma))
        return made

    def _kind(self, label: str, goes_on: bool) -> int:
        if label == "B-PERSON":
            return GIVEN if goes_on else FAMILY
        if label == "I-PERSON":
            return FAMILY
        return PLACE if label == "B-PLACE" and not goes_on else 0

    def _is_plain(self, word: Word) -> bool:
        return bool(PLAIN.fullmatch(word.form)) and word.upos in ("PROPN", "") and word.form not in TITLES

    def _draw(self, kind: int) -> str:
        if self.chance.random() >= INVENTED_SHARE:
            return self.chance.choice(self.lists[kind])
        ending = self.chance.choice({PLACE: PLACE_ENDINGS, FAMILY: FAMILY_ENDINGS}.get(kind, ["", "a", "o", "in"]))
        stem = "".join(
            self.chance.choice(ONSETS) + self.chance.choice(VOWELS) + self.chance.choice(CODAS)
            for _ in range(self.chance.choice((1, 1, 2)))
        )
        return (stem.rstrip("aeiou") + ending if ending[:1] in set("aeiou") else stem + ending).capitalize()


def _label(word: Word) -> str:
    """The name label of a word, of whichever scheme it has."""
    if word.name and word.name not in ("O", "?"):
        return word.name
    return word.thing or "O"
