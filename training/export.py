"""A checkpoint in, the package's model file out: `python -m training.export CHECKPOINT --data DIR --out FILE`.

The ONNX graph is written node by node with ONNX Runtime's fused operators. Matrices are int8 with a scale per column, their inputs are
quantised as they come (one scale per window); the embedding is int8 with a scale per row; all else is float.
"""

from __future__ import annotations

import argparse
import base64
import json
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from communique.language.encoder import write_known
from training.gazetteer import gather_known_words
from training.labels import gather_lemmas
from training.network import ARC_WIDTH, CLAIM_WIDTH, N_HEADS, N_LAYERS, NAME_WIDTH, REL_WIDTH, TAG_WIDTH
from training.train import base_folder, read_corpora

Matrix = NDArray[np.float32]
MAX_POSITIONS = 256
OPSET, MICROSOFT = 17, "com.microsoft"


class Graph:
    """A growing ONNX graph. `bits` is the precision of the matrices: 8, 7 (no overflow on processors without VNNI), or 32."""

    def __init__(self, weights: dict[str, Matrix], bits: int) -> None:
        self.weights = weights
        self.bits = bits
        self.nodes: list[onnx.NodeProto] = []
        self.tensors: list[onnx.TensorProto] = []
        self._known: set[str] = set()

    def constant(self, name: str, value: NDArray[np.generic]) -> str:
        if name not in self._known:
            self._known.add(name)
            self.tensors.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def add(self, op: str, inputs: list[str], output: str | list[str], domain: str = "", **attributes: object) -> str:
        outputs = [output] if isinstance(output, str) else output
        self.nodes.append(helper.make_node(op, inputs, outputs, domain=domain, **attributes))
        return outputs[0]

    def linear(self, x: str, matrix: Matrix, bias: Matrix | None, output: str) -> str:
        """`output` = x @ matrix + bias; matrix (n_in, n_out)."""
        if self.bits == 32:
            out = self.add("MatMul", [x, self.constant(f"{output}.w", matrix)], f"{output}.product" if bias is not None else output)
            return out if bias is None else self.add("Add", [out, self.constant(f"{output}.b", bias)], output)
        top = 2 ** (self.bits - 1) - 1
        scale = np.maximum(np.abs(matrix).max(axis=0), 1e-8).astype(np.float32) / top
        whole = np.clip(np.rint(matrix / scale), -top, top).astype(np.int8)
        inputs = [x, self.constant(f"{output}.w", whole), self.constant(f"{output}.s", scale)]
        inputs += ["", self.constant(f"{output}.b", bias.astype(np.float32))] if bias is not None else []
        return self.add("DynamicQuantizeMatMul", inputs, output, MICROSOFT)

    def stacked(self, x: str, names: list[str], output: str) -> str:
        """One matrix product for several linear layers that read the same input."""
        matrix = np.concatenate([self.weights[f"{name}.weight"].T for name in names], axis=1)
        return self.linear(x, matrix, np.concatenate([self.weights[f"{name}.bias"] for name in names]), output)

    def norm_of_sum(self, a: str, b: str, name: str, output: str) -> str:
        """`output` = the normalised sum of two states. ONNX Runtime's fused operator for both is eight times slower than the two."""
        total = self.add("Add", [a, b], f"{output}.sum")
        return self.add("LayerNormalization", [total, *self.norm_weights(name)], output, axis=-1, epsilon=1e-12)

    def norm_weights(self, name: str) -> list[str]:
        return [self.constant(f"{name}.{kind}", self.weights[f"{name}.{kind}"]) for kind in ("weight", "bias")]


def add_encoder(graph: Graph) -> str:
    """Embeddings and layers; the name of the hidden states (1, n, WIDTH)."""
    weights = graph.weights
    table = weights["pieces.weight"]
    scale = np.maximum(np.abs(table).max(axis=1, keepdims=True), 1e-8) / 127
    rows = graph.add("Gather", [graph.constant("pieces.w", np.rint(table / scale).astype(np.int8)), "ids"], "pieces.rows")
    graph.add("Cast", [rows], "pieces.float", to=TensorProto.FLOAT)
    graph.add("Gather", [graph.constant("pieces.s", scale.astype(np.float32)), "ids"], "pieces.scale")
    x = graph.add("Mul", ["pieces.float", "pieces.scale"], "pieces.x")
    zero, axis = graph.constant("zero", np.array([0])), graph.constant("axis", np.array([0]))
    positions = graph.constant("positions.w", weights["positions.weight"][:MAX_POSITIONS])
    graph.add("Shape", ["ids"], "size")
    graph.add("Slice", [positions, zero, "size", axis], "positions.x")
    x = graph.add("Add", [x, "positions.x"], "sum.1")
    for i, name in enumerate(("shapes", "spacings", "known"), start=2):
        graph.add("Gather", [graph.constant(f"{name}.w", weights[f"{name}.weight"]), name], f"{name}.x")
        x = graph.add("Add", [x, f"{name}.x"], f"sum.{i}")
    x = graph.add("Unsqueeze", [x, axis], "sum.framed")
    x = graph.add("LayerNormalization", [x, *graph.norm_weights("norm")], "embedded", axis=-1, epsilon=1e-12)
    for i in range(N_LAYERS):
        at = f"layers.{i}"
        graph.stacked(x, [f"{at}.qkv"], f"{at}.qkv")
        graph.add("Split", [f"{at}.qkv"], [f"{at}.q", f"{at}.k", f"{at}.v"], axis=-1)
        graph.add("MultiHeadAttention", [f"{at}.q", f"{at}.k", f"{at}.v"], f"{at}.mixed", MICROSOFT, num_heads=N_HEADS)
        graph.stacked(f"{at}.mixed", [f"{at}.out"], f"{at}.attended")
        x = graph.norm_of_sum(x, f"{at}.attended", f"{at}.norm1", f"{at}.x1")
        graph.stacked(x, [f"{at}.up"], f"{at}.up")
        graph.add("Gelu", [f"{at}.up"], f"{at}.gelu", MICROSOFT)
        graph.stacked(f"{at}.gelu", [f"{at}.down"], f"{at}.fed")
        x = graph.norm_of_sum(x, f"{at}.fed", f"{at}.norm2", f"{at}.x2")
    return x


def add_heads(graph: Graph, hidden: str) -> None:
    """The heads; outputs are (n, …)."""
    weights = graph.weights
    axis = graph.constant("axis", np.array([0]))
    graph.add("Squeeze", [hidden, axis], "hidden")
    graph.stacked(hidden, ["bounds"], "bounds.framed")
    graph.stacked(hidden, ["tag", "naming", "claiming", "dep", "head", "rel_dep", "rel_head"], "read")
    graph.add("Gelu", ["read"], "read.gelu", MICROSOFT)
    sizes = graph.constant("read.sizes", np.array([TAG_WIDTH, NAME_WIDTH, CLAIM_WIDTH, ARC_WIDTH, ARC_WIDTH, REL_WIDTH, REL_WIDTH]))
    parts = ["tag.framed", "naming.framed", "claiming.framed", "dep.framed", "arc.framed", "rel_dep.framed", "rel_head.framed"]
    graph.add("Split", ["read.gelu", sizes], parts, axis=-1)
    graph.stacked("tag.framed", ["upos", "feats", "script"], "tags.framed")
    graph.stacked("naming.framed", ["name", "thing"], "names.framed")
    graph.stacked("claiming.framed", ["claim"], "claims.framed")
    root = np.float32(1 / np.sqrt(ARC_WIDTH))
    graph.linear("arc.framed", weights["arc.weight"].T * root, weights["arc.bias"] * root, "head.framed")
    graph.add("Transpose", ["head.framed"], "head.turned", perm=[0, 2, 1])
    graph.add("MatMul", ["dep.framed", "head.turned"], "arcs.framed")
    for name in ("bounds", "tags", "names", "claims", "arcs", "rel_dep", "rel_head"):
        graph.add("Squeeze", [f"{name}.framed", axis], name)


def build(weights: dict[str, Matrix], about: dict[str, str], bits: int = 8) -> onnx.ModelProto:
    """The model of a checkpoint's weights; `about` becomes its metadata, with the relation head as a model of its own."""
    graph = Graph(weights, bits)
    add_heads(graph, add_encoder(graph))
    inputs = [helper.make_tensor_value_info(name, TensorProto.INT64, ["n"]) for name in ("ids", "shapes", "spacings", "known")]
    names = ("bounds", "tags", "names", "claims", "arcs", "rel_dep", "rel_head", "hidden")
    model = _model(graph, inputs, [helper.make_tensor_value_info(name, TensorProto.FLOAT, ["n", None]) for name in names])
    relations = base64.b64encode(build_relations(weights).SerializeToString()).decode("ascii")
    helper.set_model_props(model, about | {"relations": relations})
    return model


def build_relations(weights: dict[str, Matrix]) -> onnx.ModelProto:
    """The relation head: it can only be asked once the heads are known."""
    graph = Graph(weights, 32)
    graph.add("Mul", ["dep", "head"], "joint")
    graph.add("Add", ["dep", "head"], "sum")
    graph.add("Gelu", ["sum"], "sum.gelu", MICROSOFT)
    graph.linear("joint", weights["rel_product.weight"].T, weights["rel_product.bias"], "of_joint")
    graph.linear("sum.gelu", weights["rel_sum.weight"].T, None, "of_sum")
    graph.add("Add", ["of_joint", "of_sum"], "scores")
    inputs = [helper.make_tensor_value_info(name, TensorProto.FLOAT, ["n", REL_WIDTH]) for name in ("dep", "head")]
    return _model(graph, inputs, [helper.make_tensor_value_info("scores", TensorProto.FLOAT, ["n", None])])


def _model(graph: Graph, inputs: list[onnx.ValueInfoProto], outputs: list[onnx.ValueInfoProto]) -> onnx.ModelProto:
    made = helper.make_graph(graph.nodes, "communique", inputs, outputs, graph.tensors)
    return helper.make_model(made, opset_imports=[helper.make_opsetid("", OPSET), helper.make_opsetid(MICROSOFT, 1)], ir_version=8)


def load_checkpoints(paths: list[Path]) -> tuple[dict[str, Matrix], dict[str, object]]:
    """The mean of the checkpoints' weights, and the labels of the last."""
    states = [torch.load(path, map_location="cpu", weights_only=True) for path in paths]
    names = states[0]["weights"].keys()
    weights = {name: torch.stack([state["weights"][name].float() for state in states]).mean(0).numpy() for name in names}
    return weights, states[-1]["labels"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoints", type=Path, nargs="+", help="their weights are averaged")
    parser.add_argument("--data", type=Path, required=True, help="folder with treebanks/ and entities/, for the lemmas")
    parser.add_argument("--base", type=Path, default=base_folder(), help="folder with vocab.txt of the base encoder")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--bits", type=int, choices=(7, 8, 32), default=7)
    parser.add_argument("--name", default="english-2")
    arguments = parser.parse_args()
    weights, labels = load_checkpoints(arguments.checkpoints)
    vocabulary = (arguments.base / "vocab.txt").read_text(encoding="utf-8").splitlines()
    lemmas = gather_lemmas(read_corpora(arguments.data, "train"))
    about = {
        "name": arguments.name,
        "labels": json.dumps(labels),
        "lemmas": json.dumps(lemmas, ensure_ascii=False),
        "vocabulary": "\n".join(vocabulary),
        "known": write_known(gather_known_words()),
    }
    model = build(weights, about, arguments.bits)
    partial = arguments.out.with_suffix(".partial")
    onnx.save(model, str(partial))
    partial.replace(arguments.out)
    print(f"{arguments.out}: {arguments.out.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
