"""The network at run time: one ONNX file that holds the int8 weights, the vocabulary and the label lists.

A window goes in, what every head says about every piece comes out. Windows are run one at a time, so that the scales of the dynamic
quantisation, and with them the result, depend on nothing but the window.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from onnxruntime.capi import onnxruntime_pybind11_state as native

from communique.language.lemmas import LemmaBook
from communique.language.pieces import IntArray, Pieces
from communique.model.errors import ModelMissing

FloatArray = NDArray[np.float32]
WEIGHTS = Path(__file__).parent / "weights" / "english.onnx"
PROVIDERS = ["CPUExecutionProvider"]
RUNTIME_ERRORS = (native.Fail, native.InvalidArgument, native.InvalidGraph, native.InvalidProtobuf, native.NotImplemented)
STATES = Path(__file__).parent / "weights" / "states.onnx"
HEADS = ("bounds", "tags", "names", "arcs", "rel_dep", "rel_head")


@dataclass(frozen=True, slots=True)
class LabelLists:
    """What the heads choose from, in the order of their outputs. `feats_of[i]` are the feature bundles that go with `upos[i]`."""

    upos: tuple[str, ...]
    feats: tuple[str, ...]
    scripts: tuple[str, ...]
    deprels: tuple[str, ...]
    names: tuple[str, ...]
    things: tuple[str, ...]
    feats_of: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Outputs:
    """The heads' scores for a window of n pieces.

    `bounds` (n, 5): inside, new token, new word of the same token; same sentence, new sentence. `tags` (n, upos + feats + scripts),
    `names` (n, names + things). `arcs` (n, n + 1): row i, column j for piece j - 1 as the head of piece i,
    column 0 the root. `rel_dep` (n, width) and `rel_head` (n + 1, width), row 0 the root, are relation vectors.
    """

    bounds: FloatArray
    tags: FloatArray
    names: FloatArray
    arcs: FloatArray
    rel_dep: FloatArray
    rel_head: FloatArray


class Encoder:
    """One ONNX session. Safe for use by several threads; each run uses one."""

    def __init__(self, path: Path | None = None) -> None:
        """Loads the model file.

        Raises:
            ModelMissing: the file is missing, or it is not a communique language model.
        """
        path = path or WEIGHTS
        if not path.is_file():
            raise ModelMissing(f"{path}: no such model file.", "Reinstall communique, or build the file with `make train`.")
        options = _single_threaded()
        try:
            self._session = onnxruntime.InferenceSession(str(path), options, providers=PROVIDERS)
            about = self._session.get_modelmeta().custom_metadata_map
            self.vocabulary: list[str] = about["vocabulary"].split("\n")
            self.known: dict[str, int] = read_known(about["known"])
            lists = json.loads(about["labels"])
            book = json.loads(about["lemmas"])
            words = (piece for piece in self.vocabulary if piece.isalpha())
            self.lemmas = LemmaBook(book["forms"], book["lemmas"], words)
            self._relations = onnxruntime.InferenceSession(base64.b64decode(about["relations"]), options, providers=PROVIDERS)
        except (KeyError, ValueError, RuntimeError, *RUNTIME_ERRORS) as error:
            raise ModelMissing(f"{path}: not a communique language model ({error}).", "Reinstall communique.") from error
        self.name: str = about.get("name", path.stem)
        self.labels = _read_labels(lists)
        self.frame = (self.vocabulary.index("[CLS]"), self.vocabulary.index("[SEP]"))

    def run(self, pieces: Pieces, start: int, end: int) -> Outputs:
        """What the heads say about the pieces [start, end)."""
        bounds, tags, names, arcs, rel_dep, rel_head = self._session.run(list(HEADS), _feed(pieces, start, end, self.frame))
        inner = slice(1, -1)
        return Outputs(bounds[inner], tags[inner], names[inner], arcs[inner, :-1], rel_dep[inner], rel_head[:-1])

    def score_relations(self, dep: FloatArray, head: FloatArray) -> FloatArray:
        """Scores (n, n_deprels) for pairs of relation vectors (n, width)."""
        scores: FloatArray = self._relations.run(["scores"], {"dep": dep, "head": head})[0]
        return scores


class StateEncoder:
    """A second encoder over the same pieces, whose states the heads of a reader read. Safe for use by several threads."""

    def __init__(self, frame: tuple[int, int], path: Path | None = None) -> None:
        """Loads the model file; `frame` are the pieces before and behind every window.

        Raises:
            ModelMissing: the file is missing or damaged.
        """
        path = path or STATES
        if not path.is_file():
            raise ModelMissing(f"{path}: no such model file.", "Reinstall communique, or build the file with `make train-claims`.")
        try:
            self._session = onnxruntime.InferenceSession(str(path), _single_threaded(), providers=PROVIDERS)
        except (ValueError, RuntimeError, *RUNTIME_ERRORS) as error:
            raise ModelMissing(f"{path}: not an encoder of communique ({error}).", "Reinstall communique.") from error
        self._frame = frame

    def run(self, pieces: Pieces, start: int, end: int) -> FloatArray:
        """The states (n, width) of the pieces [start, end)."""
        states: FloatArray = self._session.run(["hidden"], _feed(pieces, start, end, self._frame))[0]
        return states[1:-1]


def _feed(pieces: Pieces, start: int, end: int, frame: tuple[int, int]) -> dict[str, IntArray]:
    """The inputs of a network for the pieces [start, end) in their frame."""
    return {
        "ids": np.concatenate(([frame[0]], pieces.ids[start:end], [frame[1]])),
        "shapes": np.concatenate(([0], pieces.shapes[start:end], [0])),
        "spacings": np.concatenate(([0], pieces.spacings[start:end], [0])),
        "known": np.concatenate(([0], pieces.known[start:end], [0])),
    }


def write_known(known: Mapping[str, int]) -> str:
    """Returns known words and their values as text for a model file: sorted, compressed, base64."""
    lines = "\n".join(f"{word} {value}" for word, value in sorted(known.items()))
    return base64.b64encode(zlib.compress(lines.encode(), 9)).decode("ascii")


def read_known(text: str) -> dict[str, int]:
    """Returns what `write_known` wrote."""
    words = zlib.decompress(base64.b64decode(text)).decode().split()
    return dict(zip(words[::2], map(int, words[1::2]), strict=True))


def _read_labels(lists: dict[str, list[str]]) -> LabelLists:
    names = ("upos", "feats", "scripts", "deprels", "names", "things")
    feats_of = tuple(tuple(map(int, row)) for row in lists["feats_of"])
    return LabelLists(**{name: tuple(lists[name]) for name in names}, feats_of=feats_of)


def _single_threaded() -> onnxruntime.SessionOptions:
    """Options for sessions that run on the calling thread."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.enable_mem_pattern = False
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    return options
