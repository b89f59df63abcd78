"""Trains the encoder and the head for claims: `python -m training.train_claims --examples DIR --out FILE.pt [--seed 1] [--epochs 5]`.

In: the example files of `training.claim_texts`, and the encoder of the package's language model to begin with. Out: a checkpoint of
averaged weights, and a line of scores on the development sets after each epoch: F1 of words that carry a claim, at the best threshold,
and the shares of right attributes and roles.
"""

from __future__ import annotations

import argparse
import pickle
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from communique.language.encoder import WEIGHTS, Encoder
from communique.language.pieces import MASK, Pieces, PieceTable
from communique.language.windows import cut_windows
from communique.reading.traits import KINDS, N_FLAGS, ROLES, SLICES
from training.average import Average
from training.claim_examples import ClaimExample, GoldClaim
from training.claim_network import ClaimNetwork
from training.corpus.ledgers import PROMISES
from training.network import PooledDropout, Rounded

ENCODER_RATE, HEAD_RATE, WARM_UP, DECAY = 1.5e-4, 1e-3, 0.06, 0.01
N_PIECES, N_PIECES_OF_PROCESS = 1600, 3200
"""Padded pieces of a batch; of one that holds reports of one process, so that what they tell of one promise can be compared."""
HIDDEN_SHARE, UNKNOWN_SHARE = 0.03, 0.1
"""Pieces that are hidden, and known words that are taken for unknown ones."""
LEAST = 0.03
"""Words less likely than this are no candidates in a measurement."""
ROUNDED_BITS = 7
"""The last epoch computes as the model file will."""
UNTOLD_SHARE = 0.25
"""Examples that are shown without what the grammar found, so that the head does not lean on it alone."""
ROLE_WEIGHT, VALUE_WEIGHT, KIND_WEIGHT, GIST_WEIGHT = 0.12, 0.5, 40.0, 0.25
"""What each loss counts for. Few words carry a claim, so that the mean over words is small; a claim has many words that fill no role."""
SHARPNESS = 12.0
"""By which the likeness of two gists is multiplied before it is compared with that of others."""
PROMISED = frozenset(KINDS.index(kind) for kind in PROMISES)


@dataclass(frozen=True, slots=True)
class Window:
    """Some consecutive sentences of an example: arrays over its words, and its claims with word numbers of the window.

    `process` names the process of a report whose claims are tied to entries, else it is empty.
    """

    arrays: dict[str, np.ndarray]
    claims: tuple[GoldClaim, ...]
    nominal: np.ndarray
    process: str

    def __len__(self) -> int:
        return len(self.nominal)


class Cutter:
    """Cuts examples into the windows of pieces that the parser reads."""

    def __init__(self, encoder: Encoder) -> None:
        self.table = PieceTable(encoder.vocabulary, encoder.known)
        self.mask = encoder.vocabulary.index(MASK)

    def cut(self, example: ClaimExample) -> Iterator[Window]:
        """The windows of an example, as they are read in use."""
        pieces = self.table.cut(example.text)
        places = {int(start): at for at, start in enumerate(pieces.starts)}
        words = np.array([places.get(start, -1) for start in example.starts])
        for first, last in cut_windows(pieces, example.text):
            inside = np.flatnonzero((words >= first) & (words < last))
            if len(inside):
                low, high = int(inside[0]), int(inside[-1]) + 1
                yield self._window(example, pieces, (first, last), (low, high), np.maximum(words[low:high] - first + 1, 0))

    def _window(
        self, example: ClaimExample, pieces: Pieces, stretch: tuple[int, int], words: tuple[int, int], places: np.ndarray
    ) -> Window:
        (first, last), (low, high), frame = stretch, words, (self.table.first, self.table.last)
        traits = example.traits
        heads = traits.heads[low:high] - low
        arrays = {
            "ids": np.concatenate(([frame[0]], pieces.ids[first:last], [frame[1]])),
            "shapes": np.concatenate(([0], pieces.shapes[first:last], [0])),
            "spacings": np.concatenate(([0], pieces.spacings[first:last], [0])),
            "known": np.concatenate(([0], pieces.known[first:last], [0])),
            "places": places,
            "upos": traits.upos[low:high],
            "relations": traits.relations[low:high],
            "sorts": traits.sorts[low:high],
            "heads": np.where((heads < 0) | (heads >= high - low), -1, heads),
            "marks": np.concatenate((traits.flags[low:high], traits.told[low:high], traits.hung[low:high]), axis=1),
            "sentences": traits.sentences[low:high],
        }
        inside = {i: i - low for i in range(low, high)}
        claims = tuple(
            replace(
                c,
                word=c.word - low,
                words={role: tuple(inside[i] for i in found if i in inside) for role, found in c.words.items()},
                open_words={role: tuple(inside[i] for i in found if i in inside) for role, found in c.open_words.items()},
                anchor=tuple(inside[i] for i in c.anchor if i in inside),
            )
            for c in example.claims
            if low <= c.word < high
        )
        nominal = np.zeros(high - low, dtype=bool)
        nominal[[i - low for i in example.nominal if low <= i < high]] = True
        process = example.key.partition("/")[0] if any(claim.entries for claim in example.claims) else ""
        return Window(arrays, claims, nominal, process)


OF_PIECES = ("ids", "shapes", "spacings", "known")


def collate(windows: list[Window], untold: random.Random | None = None) -> dict[str, Tensor]:
    """Padded tensors of a batch."""
    n_words, n_pieces = max(map(len, windows)), max(len(window.arrays["ids"]) for window in windows)
    batch = {}
    for name in windows[0].arrays:
        longest = n_pieces if name in OF_PIECES else n_words
        filler = -1 if name in {"sentences", "heads"} else 0
        rows = []
        for window in windows:
            array = window.arrays[name]
            if name == "marks" and untold is not None and untold.random() < UNTOLD_SHARE:
                array = array.copy()
                array[:, N_FLAGS:] = 0
            width = [(0, longest - len(array))] + [(0, 0)] * (array.ndim - 1)
            rows.append(np.pad(array, width, constant_values=filler))
        tensor = torch.from_numpy(np.stack(rows))
        batch[name] = tensor.float() if tensor.is_floating_point() else tensor
    return batch


def losses(network: ClaimNetwork, windows: list[Window], batch: dict[str, Tensor]) -> Tensor:
    """The weighted sum of the losses of kinds, attributes, roles and gists."""
    kinds, values, roles, gists = network(batch)
    size = kinds.shape[:2]
    wanted = torch.zeros(*size, len(KINDS))
    weight = (batch["sentences"] >= 0).float().unsqueeze(-1).repeat(1, 1, len(KINDS))
    for row, window in enumerate(windows):
        for claim in sorted(window.claims, key=lambda c: not c.is_optional):
            wanted[row, claim.word, claim.kind] = 1
            weight[row, claim.word, claim.kind] = 0.0 if claim.is_optional else 1.0
    total = (functional.binary_cross_entropy_with_logits(kinds, wanted, reduction="none") * weight).sum() / weight[..., 0].sum()
    total = KIND_WEIGHT * total
    picked: dict[str, list[tuple[int, int, int]]] = {}
    for row, window in enumerate(windows):
        for claim in window.claims:
            for name, value in claim.values:
                picked.setdefault(name, []).append((row, claim.word, value))
    for name, found in picked.items():
        rows, words, gold = (torch.tensor(x) for x in zip(*found, strict=True))
        total = total + VALUE_WEIGHT * functional.cross_entropy(values[rows, words][:, SLICES[name]], gold, reduction="sum") / 20
    parts = []
    for row, window in enumerate(windows):
        is_nominal = torch.from_numpy(window.nominal)
        for claim in window.claims:
            target = torch.zeros(len(ROLES), len(window))
            known = is_nominal.float().unsqueeze(0).repeat(len(ROLES), 1)
            for at, role in enumerate(ROLES):
                target[at, list(claim.words[role])] = 1
                known[at, list(claim.words[role])] = 1
                known[at, list(claim.open_words[role])] = 0
            scores = roles[row, :, claim.word, : len(window)]
            parts.append((functional.binary_cross_entropy_with_logits(scores, target, reduction="none") * known).sum())
    total = total + (ROLE_WEIGHT * torch.stack(parts).mean() if parts else 0.0)
    return total + GIST_WEIGHT * gist_loss(windows, gists)


def pool_gists(windows: list[Window], gists: Tensor) -> tuple[Tensor, list[tuple[str, frozenset[int]]]]:
    """The gists (n, GIST_WIDTH), of length 1, of all claims of promises that are tied to entries, and for each its process and entries."""
    pooled, entries = [], []
    for row, window in enumerate(windows):
        for claim in window.claims:
            if window.process and claim.kind in PROMISED and claim.entries and claim.anchor:
                pooled.append(pool(gists[row, list(claim.anchor)]))
                entries.append((window.process, frozenset(claim.entries)))
    return (torch.stack(pooled) if pooled else gists.new_zeros(0, gists.shape[-1] - 1)), entries


def pool(words: Tensor) -> Tensor:
    """The gist (GIST_WIDTH,), of length 1, of a claim by what the output says of its words (n, GIST_WIDTH + 1)."""
    return functional.normalize(words[:, -1].softmax(0) @ words[:, :-1], dim=0)


def gist_loss(windows: list[Window], gists: Tensor) -> Tensor:
    """How far claims of one promise are from being more alike than those of two promises of their process (Khosla et al. 2020,
    arXiv:2004.11362), summed over claims and taken for 20 of them as the other losses are."""
    pooled, entries = pool_gists(windows, gists)
    same = same_entries(entries)
    return contrast(pooled, same).sum() / 20 if same.any() else gists.new_zeros(())


def same_entries(entries: list[tuple[str, frozenset[int]]]) -> Tensor:
    """Which claims (n, n), each given by its process and entries, share an entry with another one."""
    return torch.tensor([[i != j and a[0] == b[0] and bool(a[1] & b[1]) for j, b in enumerate(entries)] for i, a in enumerate(entries)])


def contrast(pooled: Tensor, same: Tensor) -> Tensor:
    """The loss of each claim that shares an entry with another one; `pooled` (n, width) of length 1, `same` (n, n)."""
    has = same.any(1)
    logs = (SHARPNESS * pooled @ pooled.T).masked_fill(torch.eye(len(same), dtype=torch.bool), -1e4).log_softmax(1)
    return -((logs * same).sum(1)[has] / same.sum(1)[has])


def pair_f1(pairs: list[tuple[float, bool]]) -> float:
    """F1 in per cent of pairs, each with a score and whether it is wanted, at the best threshold."""
    n_same, n_hits, best = sum(same for _, same in pairs), 0, 0.0
    for n, (_, same) in enumerate(sorted(pairs, reverse=True), start=1):
        n_hits += same
        best = max(best, 200 * n_hits / (n + n_same))
    return best


def batches(windows: list[Window], chance: random.Random) -> Iterator[list[Window]]:
    """Batches of like length, those of reports tied to entries of one process, in random order."""
    groups: dict[str, list[Window]] = {}
    for window in windows:
        groups.setdefault(window.process, []).append(window)
    made = [part for process, group in groups.items() for part in _fill(group, N_PIECES_OF_PROCESS if process else N_PIECES, chance)]
    chance.shuffle(made)
    yield from made


def _fill(windows: list[Window], n_pieces: int, chance: random.Random) -> Iterator[list[Window]]:
    size = [len(window.arrays["ids"]) for window in windows]
    part: list[Window] = []
    longest = 0
    for i in sorted(range(len(windows)), key=lambda i: size[i] + chance.uniform(-8, 8)):
        if part and (len(part) + 1) * max(longest, size[i]) > n_pieces:
            yield part
            part, longest = [], 0
        longest = max(longest, size[i])
        part.append(windows[i])
    yield part


class Measure:
    """Counts on a development set: words that carry claims, right main attributes, right fillers of roles."""

    def __init__(self) -> None:
        self.scores: list[list[tuple[float, int]]] = [[] for _ in KINDS]
        self.n_gold = np.zeros(len(KINDS))
        self.right = {name: [0, 0, 0] for name in ("values", "series", *ROLES)}
        self.pairs: list[tuple[float, bool]] = []

    def add_kinds(self, window: Window, likely: np.ndarray) -> None:
        """Counts the probabilities (n, n_kinds) of a window's words; what is optional is left out."""
        gold = {(c.word, c.kind): c.is_optional for c in window.claims}
        for kind in range(len(KINDS)):
            self.n_gold[kind] += sum(k == kind and not is_optional for (_, k), is_optional in gold.items())
            for word in np.flatnonzero(likely[:, kind] > LEAST).tolist():
                mark = gold.get((word, kind))
                if mark is not True:
                    self.scores[kind].append((float(likely[word, kind]), int(mark is False)))

    def add_claims(self, window: Window, values: np.ndarray, roles: np.ndarray) -> None:
        """Counts the attributes by `values` (n, n_values) and the fillers by `roles` (n_roles, n, n) of a window's wanted claims."""
        for claim in (c for c in window.claims if not c.is_optional):
            for name, value in claim.values:
                is_right = int(values[claim.word, SLICES[name]].argmax()) == value
                self._count("series" if name == "series" else "values", int(is_right), 1, 1)
            for at, role in enumerate(ROLES):
                said = {i for i in np.flatnonzero(roles[at, claim.word] > 0).tolist() if window.nominal[i]} - set(claim.open_words[role])
                self._count(role, len(said & set(claim.words[role])), len(said), len(claim.words[role]))

    def add_gists(self, windows: list[Window], gists: Tensor) -> None:
        """Counts how alike the gists of each pair of claims of one process are, and whether they are of one promise."""
        pooled, entries = pool_gists(windows, gists)
        alike = (pooled @ pooled.T).tolist()
        for i, a in enumerate(entries):
            self.pairs += [(alike[i][j], bool(a[1] & entries[j][1])) for j in range(i)]

    def _count(self, name: str, *numbers: int) -> None:
        self.right[name] = [a + b for a, b in zip(self.right[name], numbers, strict=True)]

    def summary(self) -> dict[str, float]:
        """F1 in per cent: of each kind at its best threshold, of all kinds together, of attributes and roles."""
        found: dict[str, float] = {}
        hits = claims = 0.0
        for kind, name in enumerate(KINDS):
            best, n_hits = (0.0, 0, 0), 0
            for n, (_, hit) in enumerate(sorted(self.scores[kind], reverse=True), start=1):
                n_hits += hit
                best = max(best, (float(2 * n_hits / (n + self.n_gold[kind])), n_hits, n))
            found[name.value] = round(100 * best[0], 1)
            hits, claims = hits + 2 * best[1], claims + best[2] + float(self.n_gold[kind])
        found["all"] = round(100 * hits / max(claims, 1), 1)
        found |= {name: round(200 * n / max(said + gold, 1), 1) for name, (n, said, gold) in self.right.items()}
        return found | {"pairs": round(pair_f1(self.pairs), 1)}


def measure(network: ClaimNetwork, windows: list[Window]) -> dict[str, float]:
    """The scores of a network on a development set."""
    network.eval()
    found = Measure()
    with torch.no_grad():
        for _, group in groupby(windows, key=lambda window: window.process):
            listed = list(group)
            all_gists = []
            for start in range(0, len(listed), 24):
                part = listed[start : start + 24]
                kinds, values, roles, gists = network(collate(part))
                all_gists += [gists[row, : len(window)] for row, window in enumerate(part)]
                for row, window in enumerate(part):
                    n = len(window)
                    found.add_kinds(window, torch.sigmoid(kinds[row, :n]).numpy())
                    found.add_claims(window, values[row, :n].numpy(), roles[row, :, :n, :n].numpy())
            if listed[0].process:
                found.add_gists(listed, nn.utils.rnn.pad_sequence(all_gists, batch_first=True))
    network.train()
    return found.summary()


def hide(batch: dict[str, Tensor], mask: int) -> None:
    """Hide, in place, a share of the pieces, and forget what a share of the words is known to be."""
    hidden = (torch.rand(batch["ids"].shape) < HIDDEN_SHARE) & (batch["ids"] != 0)
    hidden[:, 0] = False
    batch["ids"][hidden] = mask
    batch["known"][torch.rand(batch["known"].shape) < UNKNOWN_SHARE] = 0


class Trainer:
    """A network in training, with its optimiser, its schedule and the running average of its weights."""

    def __init__(self, network: ClaimNetwork, n_steps: int, mask: int, rate: float) -> None:
        self.network, self.mask, self.step = network, mask, 0
        self.average = Average(network)
        rates = ((network.encoder, ENCODER_RATE), (network.head, HEAD_RATE))
        groups = [{"params": part.parameters(), "lr": rate * own} for part, own in rates]
        self.optimizer = torch.optim.AdamW(groups, weight_decay=DECAY, betas=(0.9, 0.98), fused=True)
        self.schedule = torch.optim.lr_scheduler.LambdaLR(
            self.optimizer, lambda step: min((step + 1) / (WARM_UP * n_steps), max(0.0, 1 - step / n_steps) / (1 - WARM_UP), 1.0)
        )

    def learn(self, part: list[Window], chance: random.Random) -> float:
        """One step; the loss."""
        if self.step % 40 == 0:
            PooledDropout.refresh()
        batch = collate(part, chance)
        hide(batch, self.mask)
        loss = losses(self.network, part, batch)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimizer.step()
        self.optimizer.zero_grad()
        self.schedule.step()
        self.step += 1
        self.average.add(self.step)
        return loss.item()

    def measure(self, dev: dict[str, list[Window]]) -> dict[str, dict[str, float]]:
        """The scores of the averaged weights."""
        with self.average.in_place():
            return {source: measure(self.network, part) for source, part in dev.items()}


def main() -> None:
    """Train and save."""
    command = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    command.add_argument("--examples", type=Path, required=True)
    command.add_argument("--out", type=Path, required=True, help="the number of the epoch is added to its name")
    command.add_argument("--train", nargs="+", default=["train", "current_events", "learnt"])
    command.add_argument("--dev", nargs="+", default=["dev", "tuned"])
    command.add_argument("--epochs", type=int, default=4)
    command.add_argument("--seed", type=int, default=1)
    command.add_argument("--start", type=Path, help="a checkpoint to go on from")
    command.add_argument("--rate", type=float, default=1.0, help="scales the peak learning rates, below 1 when going on")
    arguments = command.parse_args()
    torch.manual_seed(arguments.seed)
    chance = random.Random(arguments.seed)
    model = Encoder()
    cutter = Cutter(model)

    def read(source: str) -> list[Window]:
        return [w for e in pickle.loads((arguments.examples / f"{source}.pickle").read_bytes()) for w in cutter.cut(e)]

    windows = [window for source in arguments.train for window in read(source)]
    dev = {source: read(source) for source in arguments.dev}
    network = ClaimNetwork(len(model.vocabulary))
    if arguments.start:
        network.begin_with(torch.load(arguments.start, map_location="cpu", weights_only=True)["weights"])
    else:
        network.encoder.load_model(WEIGHTS)
    trainer = Trainer(network, arguments.epochs * len(list(batches(windows, random.Random(0)))), cutter.mask, arguments.rate)
    for epoch in range(1, arguments.epochs + 1):
        Rounded.bits = ROUNDED_BITS if epoch == arguments.epochs else 0
        began, shown = time.perf_counter(), 0.0
        for n, part in enumerate(batches(windows, chance), start=1):
            shown += (trainer.learn(part, chance) - shown) / min(n, 100)
        print(f"epoch {epoch} loss {shown:.3f} {time.perf_counter() - began:.0f} s")
        for source, found in trainer.measure(dev).items():
            print(f"  {source} {found}", flush=True)
        torch.save({"weights": trainer.average.weights}, arguments.out.with_name(f"{arguments.out.stem}-{epoch}.pt"))


if __name__ == "__main__":
    main()
