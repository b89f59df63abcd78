"""The claim head at run time: which words carry a claim, of what kind and value, and which words take part in it.

In: the `Traits` of a text's words. Out: `Scores`. The weights are `weights/claims.onnx`, made by `training/`; they are read once a process.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import onnxruntime
from onnxruntime.capi import onnxruntime_pybind11_state as native

from communique.model.errors import ModelMissing
from communique.model.gists import encode_gist
from communique.model.vocabulary import ClaimKind
from communique.reading.text import Text
from communique.reading.traits import KINDS, NOMINAL, ROLES, SLICES, VALUES, FloatArray, IntArray, Traits

WEIGHTS = Path(__file__).parent / "weights" / "claims.onnx"
FILLS = 0.5
"""From so likely on, a word fills a role."""
GIST_WIDTH = 48
"""Numbers that say what a promise is about."""
OUTPUTS = ("out.kinds", "out.values", "out.carrier", "out.filler", "out.role_bias", "out.gist")
RUNTIME_ERRORS = (native.Fail, native.InvalidArgument, native.InvalidGraph, native.InvalidProtobuf, native.NotImplemented)


@dataclass(frozen=True, slots=True)
class Scores:
    """What the head says of the n words of a text.

    `kinds` (n, n_kinds) probabilities that a claim of a kind hangs on a word; `values` (n, n_values) logits; `carriers` and `fillers`
    (n, n_roles, width) and `role_bias` (n, n_roles) make the logit that a word fills a role of a claim on another; `gists` (n,
    GIST_WIDTH + 1) what each word says of what a promise is about, last the logit of its weight; `windows` (n,): words of different windows
    were never seen together.
    """

    kinds: FloatArray
    values: FloatArray
    carriers: FloatArray
    fillers: FloatArray
    role_bias: FloatArray
    gists: FloatArray
    windows: IntArray

    def likely(self, kind: ClaimKind, word: int) -> float:
        """Return the probability that a claim of a kind hangs on a word."""
        return float(self.kinds[word, KINDS.index(kind)])

    def carriers_told(self) -> int:
        """Return how many words the head holds for carriers of a claim."""
        return int((self.kinds.max(axis=1) >= FILLS).sum())

    def carrier(self, kind: ClaimKind, words: Sequence[int]) -> int:
        """Return which of some words most likely carries a claim of a kind, the first of equals; -1 for none."""
        return max(words, key=lambda i: self.likely(kind, i), default=-1)

    def value(self, name: str, word: int) -> tuple[str, float]:
        """Return the likeliest value of a list of `VALUES` for the claim on a word, with its probability."""
        logits = self.values[word, SLICES[name]]
        shares = np.exp(logits - logits.max())
        best = int(shares.argmax())
        return VALUES[name][best], float(shares[best] / shares.sum())

    def gist(self, words: Sequence[int]) -> str:
        """Return what some words say of what a promise is about, empty for no words."""
        if not words:
            return ""
        told = self.gists[list(words)]
        weights = np.exp(told[:, -1] - told[:, -1].max())
        return encode_gist((weights / weights.sum()) @ told[:, :-1])

    def fillers_of(self, role: str, word: int) -> FloatArray:
        """Return for every word of the text the probability that it fills a role of the claim on a word."""
        at = ROLES.index(role)
        logits = self.fillers[:, at] @ self.carriers[word, at] / self.carriers.shape[2] ** 0.5 + self.role_bias[:, at]
        likely: FloatArray = np.where(self.windows == self.windows[word], 1 / (1 + np.exp(-logits)), 0).astype(np.float32)
        return likely

    def filling(self, role: str, word: int, text: Text) -> list[int]:
        """Return the words that fill a role of the claim on a word, in text order: names and nouns, or words of a time."""
        found = np.flatnonzero(self.fillers_of(role, word) >= FILLS).tolist()
        return [i for i in found if text.time_of[i] is not None] if role == "time" else [i for i in found if text.upos[i] in NOMINAL]


class ClaimHead:
    """One ONNX session."""

    def __init__(self, path: Path | None = None) -> None:
        """Load the model file.

        Raises:
            ModelMissing: the file is missing, damaged, or made for other lists of kinds, values and roles.
        """
        path = path or WEIGHTS
        if not path.is_file():
            raise ModelMissing(f"{path}: no such model file.", "Reinstall communique, or build the file with `make train-claims`.")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        try:
            self._session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
            about = self._session.get_modelmeta().custom_metadata_map
            lists = json.loads(about["kinds"]), json.loads(about["values"]), json.loads(about["roles"])
            self._n_steps = int(about["steps"])
        except (KeyError, ValueError, RuntimeError, *RUNTIME_ERRORS) as error:
            raise ModelMissing(f"{path}: not a claim head ({error}).", "Reinstall communique.") from error
        if lists != (list(KINDS), {name: list(values) for name, values in VALUES.items()}, list(ROLES)):
            raise ModelMissing(f"{path}: made for other kinds of claims.", "Build it anew with `make train-claims`.")
        self.name: str = about["name"]

    def score(self, traits: Traits, states: Sequence[FloatArray]) -> Scores:
        """Return what the head says of every word; `states` are those of an analysis, (n_words, width) window by window."""
        bounds = np.cumsum([0, *map(len, states)]).tolist()
        parts = [self._run(traits, stretch, low, high) for stretch, low, high in zip(states, bounds, bounds[1:], strict=False)]
        kinds, values, carriers, fillers, role_bias, gists = (np.concatenate([part[k] for part in parts]) for k in range(len(OUTPUTS)))
        sizes = [len(part[0]) for part in parts]
        shape = (len(kinds), len(ROLES), -1)
        windows = np.repeat(np.arange(len(sizes)), sizes)
        return Scores(1 / (1 + np.exp(-kinds)), values, carriers.reshape(shape), fillers.reshape(shape), role_bias, gists, windows)

    def _run(self, traits: Traits, states: FloatArray, low: int, high: int) -> list[FloatArray]:
        heads = traits.heads[low:high] - low
        is_inside = (heads >= 0) & (heads < high - low)
        sentences = traits.sentences[low:high]
        feed = {
            "states": states,
            "above": states[np.where(is_inside, heads, 0)] * is_inside[:, None],
            "upos": traits.upos[low:high],
            "relations": traits.relations[low:high],
            "sorts": traits.sorts[low:high],
            "marks": np.concatenate((traits.flags[low:high], traits.told[low:high], traits.hung[low:high]), axis=1),
            "steps": np.minimum(np.abs(sentences[:, None] - sentences[None, :]), self._n_steps - 1),
        }
        found: list[FloatArray] = self._session.run(list(OUTPUTS), feed)
        return found


@cache
def load_claim_head() -> ClaimHead:
    """Return the head that ships with the package. Cost: about 20 ms, once a process."""
    return ClaimHead()
