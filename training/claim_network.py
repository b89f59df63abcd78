"""The network for claims: an encoder of its own, and a head that decides which words carry a claim, of what kind, and who takes which part.

The encoder begins as a copy of the language model's (`training.network`) and is trained for claims alone, so that trees and names stay as
they are. The head reads its states at the first piece of each word together with the tree, the names and what the grammar proposes
(`communique.reading.traits`). Pairs of words are scored as in biaffine parsing (Dozat and Manning 2017, arXiv:1611.01734).
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor, nn
from torch.nn import functional

from communique.language.pieces import N_KNOWN, SHAPES, SPACINGS
from communique.reading.claim_head import GIST_WIDTH
from communique.reading.traits import KINDS, N_FLAGS, N_HUNG, RELATIONS, ROLES, SORTS, UPOS, VALUES
from training import network
from training.network import N_LAYERS, Network, PooledDropout

STATE_WIDTH = network.WIDTH
WIDTH, N_HEAD_LAYERS, N_HEADS, INNER, ROLE_WIDTH = 256, 1, 4, 768, 48
N_VALUES = sum(map(len, VALUES.values()))
RARE = -4.0
"""Logit that heads begin with: few words carry a claim, few fill a role."""
N_STEPS = 8
"""Sentences further away than this share one embedding."""
MATRICES = {"qkv": "qkv", "out": "attended", "up": "up", "down": "fed"}
"""What the linear layers of an encoder layer are called in a model file."""


class Layer(nn.Module):
    """One pre-norm transformer layer over words."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.norm1 = nn.LayerNorm(WIDTH)
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)
        self.norm2 = nn.LayerNorm(WIDTH)
        self.up = nn.Linear(WIDTH, INNER)
        self.down = nn.Linear(INNER, WIDTH)
        self.drop = nn.Dropout(dropout)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """`x` (batch, n, WIDTH); `bias` (batch, N_HEADS, n, n) is added to the attention scores."""
        n = x.shape[1]
        q, k, v = self.qkv(self.norm1(x)).view(-1, n, 3, N_HEADS, WIDTH // N_HEADS).permute(2, 0, 3, 1, 4).unbind(0)
        mixed = functional.scaled_dot_product_attention(q, k, v, attn_mask=bias)
        x = x + self.drop(self.out(mixed.transpose(1, 2).reshape(-1, n, WIDTH)))
        return x + self.drop(self.down(functional.gelu(self.up(self.norm2(x)))))


class ClaimEncoder(nn.Module):
    """The encoder of `training.network` without its heads; parts have the same names."""

    encode = Network.encode

    def __init__(self, n_vocabulary: int) -> None:
        super().__init__()
        self.pieces = nn.Embedding(n_vocabulary, STATE_WIDTH)
        self.positions = nn.Embedding(network.N_POSITIONS, STATE_WIDTH)
        self.shapes = nn.Embedding(len(SHAPES), STATE_WIDTH)
        self.spacings = nn.Embedding(len(SPACINGS), STATE_WIDTH)
        self.known = nn.Embedding(N_KNOWN, STATE_WIDTH)
        self.norm = nn.LayerNorm(STATE_WIDTH, eps=1e-12)
        self.layers = nn.ModuleList([network.Layer() for _ in range(N_LAYERS)])
        self.drop = PooledDropout(network.DROPOUT)

    def load_model(self, path: Path) -> None:
        """Takes the weights of a model file of the package, as far as its rounding has left them."""
        found = {t.name: numpy_helper.to_array(t) for t in onnx.load(str(path)).graph.initializer}
        state = self.state_dict()
        state["pieces.weight"] = torch.tensor(found["pieces.w"].astype(np.float32) * found["pieces.s"])
        n_positions = len(found["positions.w"])
        state["positions.weight"][:n_positions] = torch.tensor(found["positions.w"].copy())
        for name in ("shapes", "spacings", "known"):
            state[f"{name}.weight"] = torch.tensor(found[f"{name}.w"].copy())
        for kind in ("weight", "bias"):
            state[f"norm.{kind}"] = torch.tensor(found[f"norm.{kind}"].copy())
            for i in range(N_LAYERS):
                for norm in ("norm1", "norm2"):
                    state[f"layers.{i}.{norm}.{kind}"] = torch.tensor(found[f"layers.{i}.{norm}.{kind}"].copy())
        for i in range(N_LAYERS):
            for ours, theirs in MATRICES.items():
                at = f"layers.{i}.{theirs}"
                state[f"layers.{i}.{ours}.weight"] = torch.tensor((found[f"{at}.w"].astype(np.float32) * found[f"{at}.s"]).T.copy())
                state[f"layers.{i}.{ours}.bias"] = torch.tensor(found[f"{at}.b"].copy())
        self.load_state_dict(state)


class ClaimHead(nn.Module):
    """The head. All word inputs are (batch, n, …); padding has `sentences` of -1."""

    def __init__(self, dropout: float = 0.2) -> None:
        super().__init__()
        self.state = nn.Linear(STATE_WIDTH, WIDTH)
        self.above = nn.Linear(STATE_WIDTH, WIDTH)
        self.upos = nn.Embedding(len(UPOS), WIDTH)
        self.relations = nn.Embedding(len(RELATIONS), WIDTH)
        self.sorts = nn.Embedding(len(SORTS), WIDTH)
        self.marks = nn.Linear(N_FLAGS + len(KINDS) + N_HUNG, WIDTH)
        self.far = nn.Parameter(torch.zeros(N_HEADS, N_STEPS))
        self.layers = nn.ModuleList([Layer(dropout) for _ in range(N_HEAD_LAYERS)])
        self.norm = nn.LayerNorm(WIDTH)
        self.kinds = nn.Linear(WIDTH, len(KINDS))
        self.values = nn.Linear(WIDTH, N_VALUES)
        self.carrier = nn.Linear(WIDTH, len(ROLES) * ROLE_WIDTH)
        self.filler = nn.Linear(WIDTH, len(ROLES) * ROLE_WIDTH)
        self.role_bias = nn.Linear(WIDTH, len(ROLES))
        self.gist = nn.Linear(STATE_WIDTH, GIST_WIDTH + 1)
        self.drop = nn.Dropout(dropout)
        for table in (self.upos, self.relations, self.sorts):
            nn.init.normal_(table.weight, std=0.1)
        nn.init.constant_(self.kinds.bias, RARE)
        nn.init.constant_(self.role_bias.bias, RARE)

    def read(self, states: Tensor, batch: dict[str, Tensor]) -> Tensor:
        """What the outputs but the gist read of each word (batch, n, WIDTH)."""
        heads = batch["heads"].clamp(min=0).unsqueeze(-1).expand(-1, -1, STATE_WIDTH)
        x = self.state(states) + self.above(states.gather(1, heads) * (batch["heads"] >= 0).unsqueeze(-1))
        x = x + self.upos(batch["upos"]) + self.relations(batch["relations"]) + self.sorts(batch["sorts"]) + self.marks(batch["marks"])
        sentences = batch["sentences"]
        steps = (sentences[:, :, None] - sentences[:, None, :]).abs().clamp(max=N_STEPS - 1)
        bias = self.far[:, steps].transpose(0, 1).masked_fill((sentences < 0)[:, None, None, :], -1e4)
        x = self.drop(x)
        for layer in self.layers:
            x = layer(x, bias)
        return self.norm(x)

    def forward(self, states: Tensor, batch: dict[str, Tensor]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Scores of kinds (batch, n, n_kinds), main attributes (batch, n, n_values), roles (batch, n_roles, n, n) by carrier and filler.

        Last what each word says of the thing that its claim is about (batch, n, GIST_WIDTH + 1), the last number its weight.
        """
        states = self.drop(states)
        y = self.drop(self.read(states, batch))
        size = (y.shape[0], y.shape[1], len(ROLES), ROLE_WIDTH)
        carrier = self.carrier(y).view(size).transpose(1, 2)
        filler = self.filler(y).view(size).transpose(1, 2)
        roles = carrier @ filler.transpose(2, 3) / ROLE_WIDTH**0.5 + self.role_bias(y).transpose(1, 2).unsqueeze(2)
        return self.kinds(y), self.values(y), roles, self.gist(states)


class ClaimNetwork(nn.Module):
    """Encoder and head."""

    def __init__(self, n_vocabulary: int, dropout: float = 0.2) -> None:
        super().__init__()
        self.encoder = ClaimEncoder(n_vocabulary)
        self.head = ClaimHead(dropout)

    def begin_with(self, found: dict[str, Tensor]) -> None:
        """Takes the weights of a checkpoint. Outputs that have been added since then keep what they begin with, inputs do not count yet."""
        state = self.state_dict()
        for name, tensor in found.items():
            if tensor.dim() == 2:
                state[name][: tensor.shape[0], tensor.shape[1] :] = 0
            state[name][tuple(map(slice, tensor.shape))] = tensor
        self.load_state_dict(state)

    def forward(self, batch: dict[str, Tensor]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """As `ClaimHead`."""
        return self.head(self.states(batch), batch)

    def states(self, batch: dict[str, Tensor]) -> Tensor:
        """The states (batch, n, STATE_WIDTH) of words; `places` (batch, n) are their first pieces."""
        hidden = self.encoder.encode(batch["ids"], batch["shapes"], batch["spacings"], batch["known"])
        return hidden.gather(1, batch["places"].unsqueeze(-1).expand(-1, -1, STATE_WIDTH))
