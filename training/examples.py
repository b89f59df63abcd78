"""Passages in, training examples out: windows of running text with a target for every head at the first piece of each word.

The text is rebuilt afresh each epoch, with other window extents, line breaks, quotation marks and casings, so that the model meets
what it will meet in the field.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch

from communique.language.lemmas import find_script
from communique.language.pieces import IntArray, PieceTable
from training.labels import CLAIM_KINDS, Labels
from training.renaming import Renamer
from training.treebank import MASKED, Passage, Sentence, Word

IGNORED = -100
MAX_PIECES = 254
SHORTEST, LONGEST = 40, 230
"""Pieces that a training window aims at, drawn evenly between these."""
LONE_SHARE = 0.15
"""Windows that are a single sentence."""
CAPITALS_SHARE, LOWER_SHARE, QUOTES_SHARE = 0.04, 0.05, 0.2
HIDDEN_SHARE = 0.04
"""Pieces replaced by [MASK] in training."""

TARGETS = ("word", "sentence", "upos", "feats", "script", "name", "thing", "head", "deprel")


@dataclass(slots=True)
class Example:
    """One window framed by [CLS] and [SEP]. `targets` holds an array (n_pieces,) for each of `TARGETS`; `group` numbers the sentence
    of each first piece, -1 elsewhere."""

    ids: IntArray
    shapes: IntArray
    spacings: IntArray
    known: IntArray
    targets: dict[str, IntArray]
    group: IntArray
    claims: IntArray
    """(n_pieces, n_claims): 1 where such a claim hangs on the word, 0 where none does, -1 where nothing is known or it is left open."""

    def __len__(self) -> int:
        return len(self.ids)


class ExampleMaker:
    """Makes examples. `seed` fixes what is drawn; without `vary` nothing is."""

    def __init__(self, table: PieceTable, labels: Labels, seed: int, vary: bool = True, renamer: Renamer | None = None) -> None:
        self.table = table
        self.labels = labels
        self.chance = random.Random(seed)
        self.vary = vary
        self.renamer = renamer
        self.index = {
            "upos": {label: i for i, label in enumerate(labels.upos)},
            "feats": {label: i for i, label in enumerate(labels.feats)},
            "script": {label: i for i, label in enumerate(labels.scripts)},
            "deprel": {label: i for i, label in enumerate(labels.deprels)},
            "name": {label: i for i, label in enumerate(labels.names)},
            "claim": {label: i for i, label in enumerate(labels.claims)},
            "thing": {label: i for i, label in enumerate(labels.things)},
        }

    def make(self, passages: list[Passage]) -> list[Example]:
        """One epoch's examples, in corpus order."""
        made = []
        for passage in passages:
            for sentences in self._cut(passage):
                example = self._build(sentences, passage.has_tree)
                if example is not None:
                    made.append(example)
        return made

    def _cut(self, passage: Passage) -> Iterator[list[Sentence]]:
        """Runs of sentences of about the wanted number of pieces (1.25 pieces a word)."""
        window: list[Sentence] = []
        size, aim = 0.0, self._aim()
        for sentence in passage.sentences:
            cost = 1.25 * len(sentence.words)
            if window and size + cost > min(aim * 1.2, MAX_PIECES):
                yield window
                window, size, aim = [], 0.0, self._aim()
            window.append(sentence)
            size += cost
            if size >= aim:
                yield window
                window, size, aim = [], 0.0, self._aim()
        if window:
            yield window

    def _aim(self) -> float:
        if not self.vary:
            return 128
        return 1 if self.chance.random() < LONE_SHARE else self.chance.uniform(SHORTEST, LONGEST)

    def _break(self, sentence: Sentence, had_space: bool) -> str:
        """The white space before a sentence."""
        if sentence.starts_paragraph:
            return self.chance.choices(("\n\n", "\n", " "), (50, 35, 15))[0] if self.vary else "\n\n"
        if not had_space:
            return ""
        return self.chance.choices((" ", "\n", "\n\n"), (92, 5, 3))[0] if self.vary else " "

    def _text(self, sentences: list[Sentence]) -> tuple[str, list[list[tuple[int, int]]]]:
        """The running text, and for each sentence the spans of its words."""
        parts: list[str] = []
        place = 0
        spans = []
        had_space = True
        for i, sentence in enumerate(sentences):
            gap = self._break(sentence, had_space) if i else ""
            parts.append(gap)
            place += len(gap)
            row = []
            for word in sentence.words:
                row.append((place, place + len(word.form)))
                parts.append(word.form + (" " if word.space_after else ""))
                place += len(parts[-1])
            spans.append(row)
            had_space = sentence.words[-1].space_after
            if had_space:
                parts[-1] = parts[-1][:-1]
                place -= 1
        return "".join(parts), spans

    def _restyle(self, text: str) -> str:
        """The same text with other quotation marks or casing; every character keeps its place."""
        draw = self.chance.random()
        if draw < CAPITALS_SHARE:
            text = "".join(c.upper() if len(c.upper()) == 1 else c for c in text)
        elif draw < CAPITALS_SHARE + LOWER_SHARE:
            text = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
        draw = self.chance.random()
        if draw < QUOTES_SHARE:
            text = re.sub(r'(?<!\S)"', "“", text).replace('"', "”").replace("'", "’")
        elif draw < QUOTES_SHARE * 1.5:
            text = text.replace("“", '"').replace("”", '"').replace("’", "'")
        return text

    def _build(self, sentences: list[Sentence], has_tree: bool) -> Example | None:
        if self.renamer is not None:
            sentences = self.renamer.rename(sentences)
        text, spans = self._text(sentences)
        if self.vary:
            text = self._restyle(text)
        pieces = self.table.cut(text)
        size = min(len(pieces), MAX_PIECES)
        if not size:
            return None
        targets = {name: np.full(size + 2, IGNORED, dtype=np.int64) for name in TARGETS}
        group = np.full(size + 2, -1, dtype=np.int64)
        claims = np.full((size + 2, len(self.labels.claims)), -1, dtype=np.int64)
        at = {int(start): i + 1 for i, start in enumerate(pieces.starts[:size])}
        if has_tree:
            targets["word"][1:-1] = 0
            targets["sentence"][1:-1] = 0
        for number, (sentence, row) in enumerate(zip(sentences, spans, strict=True)):
            places = [at.get(start) for start, _ in row]
            if has_tree and row[-1][1] > pieces.ends[size - 1]:
                targets["word"][1:-1][pieces.starts[:size] >= row[0][0]] = IGNORED
                targets["sentence"][1:-1][pieces.starts[:size] >= row[0][0]] = IGNORED
                break
            self._label(sentence, row, places, text, targets, has_tree)
            for word, place in zip(sentence.words, places, strict=True):
                if place is not None:
                    group[place] = number
                    self._label_claims(word, claims[place])
        frame = (self.table.first, self.table.last)
        return Example(
            np.concatenate(([frame[0]], pieces.ids[:size], [frame[1]])),
            np.concatenate(([0], pieces.shapes[:size], [0])),
            np.concatenate(([0], pieces.spacings[:size], [0])),
            np.concatenate(([0], pieces.known[:size], [0])),
            targets,
            group,
            claims,
        )

    def _label_claims(self, word: Word, row: IntArray) -> None:
        """Fills, in place, the row of a word: its kinds, and of each kind that it has the main attribute."""
        if word.claims is None:
            return
        row[: len(CLAIM_KINDS)] = 0
        for claim in sorted(word.claims, key=lambda claim: not claim.optional):
            row[self.index["claim"][claim.kind]] = -1 if claim.optional else 1
            value = self.index["claim"].get(f"{claim.kind} {claim.main}")
            if value is not None:
                values = [i for label, i in self.index["claim"].items() if label.startswith(f"{claim.kind} ")]
                row[values] = 0
                row[value] = 1

    def _label(
        self,
        sentence: Sentence,
        row: list[tuple[int, int]],
        places: list[int | None],
        text: str,
        targets: dict[str, IntArray],
        has_tree: bool,
    ) -> None:
        index = self.index
        for i, (word, place, (start, end)) in enumerate(zip(sentence.words, places, row, strict=True)):
            if place is None:
                continue
            if word.name is not None and word.name != MASKED:
                targets["name"][place] = index["name"][word.name]
            if word.thing is not None and word.thing != MASKED:
                targets["thing"][place] = index["thing"][word.thing]
            if not has_tree:
                continue
            targets["word"][place] = 2 if word.glued else 1
            targets["sentence"][place] = int(i == 0)
            targets["upos"][place] = index["upos"].get(word.upos, IGNORED)
            targets["feats"][place] = index["feats"].get(word.feats, IGNORED)
            targets["script"][place] = index["script"].get(find_script(text[start:end], word.lemma), IGNORED)
            head = 0 if word.head == 0 else places[word.head - 1]
            if head is not None:
                targets["head"][place] = head
                targets["deprel"][place] = index["deprel"].get(word.deprel, IGNORED)


Batch = dict[str, torch.Tensor]


def make_batches(examples: list[Example], n_pieces: int, chance: random.Random) -> list[list[Example]]:
    """Groups examples of like length into batches of at most `n_pieces` padded pieces, in random order."""
    order = sorted(range(len(examples)), key=lambda i: (len(examples[i]) + chance.uniform(-6, 6), i))
    batches: list[list[Example]] = []
    batch: list[Example] = []
    longest = 0
    for i in order:
        longest = max(longest, len(examples[i]))
        if batch and longest * (len(batch) + 1) > n_pieces:
            batches.append(batch)
            batch, longest = [], len(examples[i])
        batch.append(examples[i])
    if batch:
        batches.append(batch)
    chance.shuffle(batches)
    return batches


def collate(batch: list[Example]) -> Batch:
    """Padded tensors (n_examples, n_pieces) of a batch."""
    longest = max(map(len, batch))

    def stack(arrays: list[IntArray], filler: int) -> torch.Tensor:
        return torch.from_numpy(np.stack([np.pad(a, (0, longest - len(a)), constant_values=filler) for a in arrays]))

    tensors = {
        "ids": stack([e.ids for e in batch], 0),
        "shapes": stack([e.shapes for e in batch], 0),
        "spacings": stack([e.spacings for e in batch], 0),
        "known": stack([e.known for e in batch], 0),
        "group": stack([e.group for e in batch], -1),
    }
    tensors["claims"] = torch.from_numpy(np.stack([np.pad(e.claims, ((0, longest - len(e)), (0, 0)), constant_values=-1) for e in batch]))
    for name in TARGETS:
        tensors[name] = stack([e.targets[name] for e in batch], IGNORED)
    return tensors
