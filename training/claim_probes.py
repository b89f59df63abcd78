"""Fits what few claims teach on a finished checkpoint: `python -m training.claim_probes CHECKPOINT --examples DIR --out FILE.pt`.

In: a checkpoint of `training.train_claims` and the example files. Out: the same checkpoint with two linear outputs fitted anew on states
that stay as they are: what a promise is about (`gist`), and which kind a meeting is of. Both are known for the reports of the corpus alone,
so that the epochs of the whole network hardly move them. Prints how they do on the development reports.
"""

from __future__ import annotations

import argparse
import pickle
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from communique.language.encoder import Encoder
from communique.reading.claim_head import GIST_WIDTH
from communique.reading.traits import SLICES
from training.claim_network import STATE_WIDTH, WIDTH, ClaimNetwork
from training.train_claims import PROMISED, Cutter, Window, collate, contrast, pair_f1, pool, same_entries

EPOCHS, RATE, DECAY, DROPPED = 12, 2e-3, 0.05, 0.3
SERIES = "series"
N_WINDOWS = 12


@dataclass(slots=True)
class Seen:
    """Frozen states: of the words of each tied promise by process, and of each word that carries a meeting of a known kind."""

    promises: dict[str, list[tuple[frozenset[int], Tensor]]] = field(default_factory=dict)
    meetings: list[tuple[Tensor, int]] = field(default_factory=list)


def look(network: ClaimNetwork, windows: list[Window]) -> Seen:
    """The states of a network over windows."""
    seen = Seen()
    network.eval()
    told = sorted((window for window in windows if window.claims), key=lambda window: len(window.arrays["ids"]))
    with torch.no_grad():
        for start in range(0, len(told), N_WINDOWS):
            part = told[start : start + N_WINDOWS]
            batch = collate(part)
            states = network.states(batch)
            read = network.head.read(states, batch)
            for row, window in enumerate(part):
                for claim in window.claims:
                    if window.process and claim.kind in PROMISED and claim.entries and claim.anchor:
                        words = states[row, list(claim.anchor)].clone()
                        seen.promises.setdefault(window.process, []).append((frozenset(claim.entries), words))
                    kinds = [value for name, value in claim.values if name == SERIES]
                    seen.meetings += [(read[row, claim.word].clone(), kind) for kind in kinds]
    return seen


class Gist(nn.Module):
    """The output of the head that says what a promise is about."""

    def __init__(self) -> None:
        super().__init__()
        self.linear = nn.Linear(STATE_WIDTH, GIST_WIDTH + 1)

    def forward(self, states: list[Tensor], dropped: float = 0.0) -> Tensor:
        """The gists (n, GIST_WIDTH) of n claims, each given by the states of its words."""
        told = [self.linear(functional.dropout(words, dropped, training=dropped > 0)) for words in states]
        return torch.stack([pool(words) for words in told])


def fit_gist(seen: Seen, seed: int) -> Gist:
    """Fitted as in `training.train_claims`, over all claims of a process at once."""
    torch.manual_seed(seed)
    gist, chance = Gist(), random.Random(seed)
    optimizer = torch.optim.AdamW(gist.parameters(), lr=RATE, weight_decay=DECAY)
    processes = sorted(seen.promises)
    for _ in range(EPOCHS):
        chance.shuffle(processes)
        for process in processes:
            same = same_entries([(process, entries) for entries, _ in seen.promises[process]])
            if not same.any():
                continue
            loss = contrast(gist([states for _, states in seen.promises[process]], DROPPED), same).mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return gist


def fit_kinds(seen: Seen, seed: int) -> nn.Linear:
    """A linear layer from the head's states to kinds of meetings."""
    torch.manual_seed(seed)
    states, kinds = torch.stack([states for states, _ in seen.meetings]), torch.tensor([kind for _, kind in seen.meetings])
    layer = nn.Linear(WIDTH, SLICES[SERIES].stop - SLICES[SERIES].start)
    optimizer = torch.optim.AdamW(layer.parameters(), lr=RATE, weight_decay=DECAY)
    for _ in range(40 * EPOCHS):
        loss = functional.cross_entropy(layer(functional.dropout(states, DROPPED)), kinds)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return layer


def score_pairs(seen: Seen, gist: Callable[[list[Tensor]], Tensor]) -> float:
    """F1 in per cent of pairs of claims of one promise, at the best likeness."""
    pairs: list[tuple[float, bool]] = []
    with torch.no_grad():
        for process, told in seen.promises.items():
            pooled = gist([states for _, states in told])
            alike, same = (pooled @ pooled.T).tolist(), same_entries([(process, entries) for entries, _ in told]).tolist()
            pairs += [(alike[i][j], same[i][j]) for i in range(len(told)) for j in range(i)]
    return pair_f1(pairs)


def main() -> None:
    """Fit and save."""
    command = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    command.add_argument("checkpoint", type=Path)
    command.add_argument("--examples", type=Path, required=True)
    command.add_argument("--out", type=Path, required=True)
    command.add_argument("--seed", type=int, default=1)
    arguments = command.parse_args()
    model = Encoder()
    cutter = Cutter(model)
    network = ClaimNetwork(len(model.vocabulary))
    weights: Mapping[str, Tensor] = torch.load(arguments.checkpoint, map_location="cpu", weights_only=True)["weights"]
    network.begin_with(weights)

    def read(source: str) -> Seen:
        examples = pickle.loads((arguments.examples / f"{source}.pickle").read_bytes())
        return look(network, [window for example in examples for window in cutter.cut(example)])

    train, dev = read("train"), read("dev")
    gist, kinds = fit_gist(train, arguments.seed), fit_kinds(train, arguments.seed)
    right = sum(int(kinds(states).argmax()) == kind for states, kind in dev.meetings)
    print(f"gists: pairs F1 {score_pairs(dev, gist):.1f}; kinds of meetings: {100 * right / max(len(dev.meetings), 1):.1f} % right")
    with torch.no_grad():
        network.head.gist.load_state_dict(gist.linear.state_dict())
        network.head.values.weight[SLICES[SERIES]] = kinds.weight
        network.head.values.bias[SLICES[SERIES]] = kinds.bias
    torch.save({"weights": network.state_dict()}, arguments.out)


if __name__ == "__main__":
    main()
