"""The network: a six-layer BERT (MiniLM-L6-H384) written out in plain torch, and the heads that read it.

Every head speaks at each piece as if a word began there; the decoder looks only at the pieces where one does. The base weights are
those of all-MiniLM-L6-v2 (Apache-2.0; https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2).
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from communique.language.pieces import N_KNOWN, SHAPES, SPACINGS
from training.labels import Labels

WIDTH, N_LAYERS, N_HEADS, INNER = 384, 6, 12, 1536
N_POSITIONS = 512
ARC_WIDTH, REL_WIDTH, TAG_WIDTH, NAME_WIDTH, CLAIM_WIDTH = 256, 192, 384, 256, 256
DROPOUT = 0.1
HEAD_DROPOUT = 0.25


class PooledDropout(nn.Module):
    """Dropout that cuts its masks out of one pool of random bits: drawing them anew at each call costs a sixth of a CPU step."""

    _pools: ClassVar[dict[float, Tensor]] = {}
    POOL = 1 << 23

    def __init__(self, share: float) -> None:
        super().__init__()
        self.share = share

    @classmethod
    def refresh(cls) -> None:
        """Draws the pools anew."""
        for share in cls._pools:
            cls._pools[share] = (torch.rand(cls.POOL) >= share).to(torch.bfloat16) / (1 - share)

    def forward(self, x: Tensor) -> Tensor:
        if not self.training:
            return x
        if self.share not in self._pools:
            self._pools[self.share] = torch.empty(0)
            self.refresh()
        size = x.numel()
        if size >= self.POOL:
            return functional.dropout(x, self.share)
        start = random.randrange(self.POOL - size)
        return x * self._pools[self.share][start : start + size].view(x.shape).to(x.dtype)


class Rounded(nn.Linear):
    """A linear layer that, once `bits` is set, computes as the model file will: whole weights with a scale per output, whole inputs with
    one scale per call. Gradients pass the rounding unchanged (straight-through estimator, Bengio et al. 2013, arXiv:1308.3432)."""

    bits: ClassVar[int] = 0

    def forward(self, x: Tensor) -> Tensor:
        if not Rounded.bits:
            return functional.linear(x, self.weight, self.bias)
        with torch.no_grad():
            top = 2 ** (Rounded.bits - 1) - 1
            scale = self.weight.abs().amax(1, keepdim=True).clamp(min=1e-8) / top
            weight_error = torch.round(self.weight / scale) * scale - self.weight
            low, high = x.min().clamp(max=0).float(), x.max().clamp(min=0).float()
            step = ((high - low) / 255).clamp(min=1e-8)
            input_error = (torch.round(x.float() / step) * step - x.float()).to(x.dtype)
        return functional.linear(x + input_error, self.weight + weight_error, self.bias)


class Layer(nn.Module):
    """One post-norm transformer layer."""

    def __init__(self) -> None:
        super().__init__()
        self.qkv = Rounded(WIDTH, 3 * WIDTH)
        self.out = Rounded(WIDTH, WIDTH)
        self.norm1 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.up = Rounded(WIDTH, INNER)
        self.down = Rounded(INNER, WIDTH)
        self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.drop = PooledDropout(DROPOUT)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """`x` (batch, n, width); `bias` (batch, 1, 1, n), a large negative number where a key is padding."""
        n = x.shape[1]
        q, k, v = self.qkv(x).view(-1, n, 3, N_HEADS, WIDTH // N_HEADS).permute(2, 0, 3, 1, 4).unbind(0)
        scores = q @ k.transpose(-1, -2) / math.sqrt(WIDTH // N_HEADS) + bias.to(q.dtype)
        mixed = (self.drop(torch.softmax(scores, -1)).to(v.dtype) @ v).transpose(1, 2).reshape(-1, n, WIDTH)
        x = self.norm1(x + self.drop(self.out(mixed)))
        return self.norm2(x + self.drop(self.down(functional.gelu(self.up(x)))))


@dataclass(slots=True)
class Outputs:
    """What the heads say, each (batch, n, n_labels); `dep, head` are arc vectors (batch, n, ARC_WIDTH), `rel_*` relation vectors."""

    word: Tensor
    sentence: Tensor
    upos: Tensor
    feats: Tensor
    script: Tensor
    name: Tensor
    thing: Tensor
    claim: Tensor
    dep: Tensor
    head: Tensor
    rel_dep: Tensor
    rel_head: Tensor
    hidden: Tensor


class Network(nn.Module):
    """Encoder and heads."""

    def __init__(self, labels: Labels, n_vocabulary: int) -> None:
        super().__init__()
        self.pieces = nn.Embedding(n_vocabulary, WIDTH)
        self.positions = nn.Embedding(N_POSITIONS, WIDTH)
        self.shapes = nn.Embedding(len(SHAPES), WIDTH)
        self.spacings = nn.Embedding(len(SPACINGS), WIDTH)
        self.known = nn.Embedding(N_KNOWN, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList([Layer() for _ in range(N_LAYERS)])
        self.drop = PooledDropout(DROPOUT)
        self.bounds = Rounded(WIDTH, 5)
        self.tag = Rounded(WIDTH, TAG_WIDTH)
        self.upos = Rounded(TAG_WIDTH, len(labels.upos))
        self.feats = Rounded(TAG_WIDTH, len(labels.feats))
        self.script = Rounded(TAG_WIDTH, len(labels.scripts))
        self.naming = Rounded(WIDTH, NAME_WIDTH)
        self.name = Rounded(NAME_WIDTH, len(labels.names))
        self.thing = Rounded(NAME_WIDTH, len(labels.things))
        self.claiming = Rounded(WIDTH, CLAIM_WIDTH)
        self.claim = Rounded(CLAIM_WIDTH, len(labels.claims))
        self.dep = Rounded(WIDTH, ARC_WIDTH)
        self.head = Rounded(WIDTH, ARC_WIDTH)
        self.arc = Rounded(ARC_WIDTH, ARC_WIDTH)
        self.rel_dep = Rounded(WIDTH, REL_WIDTH)
        self.rel_head = Rounded(WIDTH, REL_WIDTH)
        self.rel_product = nn.Linear(REL_WIDTH, len(labels.deprels))
        self.rel_sum = nn.Linear(REL_WIDTH, len(labels.deprels), bias=False)
        self.head_drop = PooledDropout(HEAD_DROPOUT)
        self.guess = nn.Linear(WIDTH, WIDTH)
        self.guess_norm = nn.LayerNorm(WIDTH)
        self.guess_bias = nn.Parameter(torch.zeros(n_vocabulary))
        nn.init.eye_(self.guess.weight)
        nn.init.zeros_(self.guess.bias)
        for table in (self.shapes, self.spacings):
            nn.init.normal_(table.weight, std=0.02)
        nn.init.zeros_(self.known.weight)

    def encode(self, ids: Tensor, shapes: Tensor, spacings: Tensor, known: Tensor) -> Tensor:
        """Hidden states (batch, n, WIDTH). Padding is id 0."""
        positions = torch.arange(ids.shape[1], device=ids.device)
        x = self.pieces(ids) + self.positions(positions) + self.shapes(shapes) + self.spacings(spacings) + self.known(known)
        x = self.drop(self.norm(x))
        bias = ((ids == 0).to(x.dtype) * -10000.0)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, bias)
        return x

    def forward(self, ids: Tensor, shapes: Tensor, spacings: Tensor, known: Tensor) -> Outputs:
        hidden = self.encode(ids, shapes, spacings, known)
        x = self.head_drop(hidden)
        bounds = self.bounds(x)
        tag = self.head_drop(functional.gelu(self.tag(x)))
        naming = self.head_drop(functional.gelu(self.naming(x)))
        return Outputs(
            word=bounds[..., :3],
            sentence=bounds[..., 3:],
            upos=self.upos(tag),
            feats=self.feats(tag),
            script=self.script(tag),
            name=self.name(naming),
            thing=self.thing(naming),
            claim=self.claim(self.head_drop(functional.gelu(self.claiming(x)))),
            dep=self.head_drop(functional.gelu(self.dep(x))) / math.sqrt(ARC_WIDTH),
            head=self.arc(self.head_drop(functional.gelu(self.head(x)))),
            rel_dep=self.head_drop(functional.gelu(self.rel_dep(x))),
            rel_head=self.head_drop(functional.gelu(self.rel_head(x))),
            hidden=hidden,
        )

    def guess_pieces(self, hidden: Tensor) -> Tensor:
        """Scores (n, n_vocabulary) of what stood at hidden places; `hidden` (n, WIDTH) are the states there."""
        x = self.guess_norm(functional.gelu(self.guess(hidden)))
        return functional.linear(x, self.pieces.weight, self.guess_bias)

    def relations(self, dep: Tensor, head: Tensor) -> Tensor:
        """Relation scores (…, n_deprels) of pairs of relation vectors (…, REL_WIDTH)."""
        return self.rel_product(dep * head) + self.rel_sum(functional.gelu(dep + head))

    def load_base(self, path: Path) -> None:
        """Takes the encoder's weights from a BERT safetensors file."""
        base = {name.removeprefix("bert."): tensor.float() for name, tensor in load_file(path).items()}
        own = self.state_dict()
        own["pieces.weight"] = base["embeddings.word_embeddings.weight"]
        own["positions.weight"] = base["embeddings.position_embeddings.weight"] + base["embeddings.token_type_embeddings.weight"][0]
        for kind in ("weight", "bias"):
            own[f"norm.{kind}"] = base[f"embeddings.LayerNorm.{kind}"]
            for i in range(N_LAYERS):
                theirs, ours = f"encoder.layer.{i}", f"layers.{i}"
                parts = [base[f"{theirs}.attention.self.{name}.{kind}"] for name in ("query", "key", "value")]
                own[f"{ours}.qkv.{kind}"] = torch.cat(parts)
                for our_name, their_name in (
                    ("out", "attention.output.dense"),
                    ("norm1", "attention.output.LayerNorm"),
                    ("up", "intermediate.dense"),
                    ("down", "output.dense"),
                    ("norm2", "output.LayerNorm"),
                ):
                    own[f"{ours}.{our_name}.{kind}"] = base[f"{theirs}.{their_name}.{kind}"]
        self.load_state_dict(own)
