"""A checkpoint for claims in, the package's two model files out: `python -m training.export_claims CHECKPOINT... [--src src/communique]`.

The encoder becomes `language/weights/states.onnx`, in whole numbers like the language model (`training.export`); the head becomes
`reading/weights/claims.onnx`, its matrices stored as half floats and computed in single precision. The weights of several checkpoints of
one run are averaged.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

from communique.reading.traits import KINDS, N_FLAGS, N_HUNG, ROLES, VALUES
from training import export
from training.claim_network import N_HEAD_LAYERS, N_HEADS, N_STEPS, STATE_WIDTH, WIDTH

BITS = 7


class HeadGraph:
    """A growing ONNX graph over the weights of one head."""

    def __init__(self, weights: dict[str, np.ndarray]) -> None:
        self.weights = weights
        self.nodes: list[onnx.NodeProto] = []
        self.tensors: list[onnx.TensorProto] = []
        self._known: set[str] = set()

    def constant(self, name: str, value: np.ndarray) -> str:
        """A tensor of the file; matrices as half floats that are cast when the file is loaded."""
        if name not in self._known:
            self._known.add(name)
            if value.dtype == np.float32 and value.ndim == 2:
                self.tensors.append(numpy_helper.from_array(value.astype(np.float16), f"{name}.half"))
                self.nodes.append(helper.make_node("Cast", [f"{name}.half"], [name], to=TensorProto.FLOAT))
            else:
                self.tensors.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def add(self, op: str, inputs: list[str], output: str, **attributes: object) -> str:
        self.nodes.append(helper.make_node(op, inputs, [output], **attributes))
        return output

    def linear(self, x: str, name: str, output: str) -> str:
        """`output` = x @ weight + bias of a layer."""
        matrix = self.constant(f"{name}.w", np.ascontiguousarray(self.weights[f"{name}.weight"].T))
        product = self.add("MatMul", [x, matrix], f"{output}.product")
        return self.add("Add", [product, self.constant(f"{name}.b", self.weights[f"{name}.bias"])], output)

    def norm(self, x: str, name: str, output: str) -> str:
        parts = [self.constant(f"{name}.{kind}", self.weights[f"{name}.{kind}"]) for kind in ("weight", "bias")]
        return self.add("LayerNormalization", [x, *parts], output, axis=-1, epsilon=1e-5)

    def embedding(self, index: str, name: str, output: str) -> str:
        return self.add("Gather", [self.constant(f"{name}.t", self.weights[f"{name}.weight"]), index], output)

    def gelu(self, x: str, output: str) -> str:
        scaled = self.add("Mul", [x, self.constant("root.half", np.float32(np.sqrt(0.5)).reshape(1))], f"{output}.scaled")
        error = self.add("Erf", [scaled], f"{output}.erf")
        grown = self.add("Add", [error, self.constant("one", np.ones(1, np.float32))], f"{output}.grown")
        product = self.add("Mul", [x, grown], f"{output}.twice")
        return self.add("Mul", [product, self.constant("half", np.full(1, 0.5, np.float32))], output)


def build_encoder(weights: dict[str, np.ndarray]) -> onnx.ModelProto:
    """The encoder: the inputs of the language model, output `hidden` (n, width)."""
    graph = export.Graph(weights, BITS)
    graph.add("Squeeze", [export.add_encoder(graph), graph.constant("axis", np.array([0]))], "hidden")
    inputs = [helper.make_tensor_value_info(name, TensorProto.INT64, ["n"]) for name in ("ids", "shapes", "spacings", "known")]
    outputs = [helper.make_tensor_value_info("hidden", TensorProto.FLOAT, ["n", None])]
    made = helper.make_graph(graph.nodes, "communique-states", inputs, outputs, graph.tensors)
    opsets = [helper.make_opsetid("", export.OPSET), helper.make_opsetid(export.MICROSOFT, 1)]
    return helper.make_model(made, opset_imports=opsets, ir_version=8)


def build_head(weights: dict[str, np.ndarray]) -> onnx.ModelProto:
    """The head: inputs over the n words of a window; outputs `kinds`, `values`, `carrier`, `filler`, `role_bias`, `gist`."""
    graph = HeadGraph(weights)
    x = graph.linear("states", "state", "x.state")
    above = graph.linear("above", "above", "x.above")
    x = graph.add("Add", [x, above], "x.0")
    for n, name in enumerate(("upos", "relations", "sorts"), start=1):
        x = graph.add("Add", [x, graph.embedding(name, name, f"x.{name}")], f"x.{n}")
    x = graph.add("Add", [x, graph.linear("marks", "marks", "x.marks")], "x.5")
    far = graph.constant("far.t", np.ascontiguousarray(weights["far"].T.astype(np.float32)))
    graph.add("Gather", [far, "steps"], "bias.last")
    bias = graph.add("Transpose", ["bias.last"], "bias", perm=[2, 0, 1])
    shape = graph.constant("heads.shape", np.array([0, N_HEADS, WIDTH // N_HEADS]))
    flat = graph.constant("flat.shape", np.array([0, WIDTH]))
    scale = graph.constant("scale", np.full(1, (WIDTH // N_HEADS) ** -0.5, np.float32))
    for i in range(N_HEAD_LAYERS):
        at = f"layers.{i}"
        h = graph.norm(x, f"{at}.norm1", f"{at}.h")
        for part in range(3):
            name = f"{at}.{'qkv'[part]}"
            rows = slice(part * WIDTH, (part + 1) * WIDTH)
            weights[f"{name}.weight"] = weights[f"{at}.qkv.weight"][rows]
            weights[f"{name}.bias"] = weights[f"{at}.qkv.bias"][rows]
            graph.linear(h, name, f"{name}.flat")
            graph.add("Reshape", [f"{name}.flat", shape], f"{name}.split")
            graph.add("Transpose", [f"{name}.split"], f"{name}.turned", perm=[1, 2, 0] if part == 1 else [1, 0, 2])
        scores = graph.add("MatMul", [f"{at}.q.turned", f"{at}.k.turned"], f"{at}.scores")
        scores = graph.add("Mul", [scores, scale], f"{at}.scaled")
        scores = graph.add("Add", [scores, bias], f"{at}.biased")
        shares = graph.add("Softmax", [scores], f"{at}.shares", axis=-1)
        mixed = graph.add("MatMul", [shares, f"{at}.v.turned"], f"{at}.mixed")
        mixed = graph.add("Transpose", [mixed], f"{at}.mixed.turned", perm=[1, 0, 2])
        mixed = graph.add("Reshape", [mixed, flat], f"{at}.mixed.flat")
        x = graph.add("Add", [x, graph.linear(mixed, f"{at}.out", f"{at}.attended")], f"{at}.x1")
        h = graph.norm(x, f"{at}.norm2", f"{at}.h2")
        h = graph.gelu(graph.linear(h, f"{at}.up", f"{at}.upped"), f"{at}.gelu")
        x = graph.add("Add", [x, graph.linear(h, f"{at}.down", f"{at}.fed")], f"{at}.x2")
    x = graph.norm(x, "norm", "read")
    outputs = ("kinds", "values", "carrier", "filler", "role_bias", "gist")
    for name in outputs:
        graph.linear("states" if name == "gist" else x, name, f"out.{name}")
    floats = {"states": STATE_WIDTH, "above": STATE_WIDTH, "marks": N_FLAGS + len(KINDS) + N_HUNG}
    inputs = [helper.make_tensor_value_info(name, TensorProto.FLOAT, ["n", width]) for name, width in floats.items()]
    inputs += [helper.make_tensor_value_info(name, TensorProto.INT64, ["n"]) for name in ("upos", "relations", "sorts")]
    inputs.append(helper.make_tensor_value_info("steps", TensorProto.INT64, ["n", "n"]))
    made = helper.make_graph(
        graph.nodes,
        "communique-claims",
        inputs,
        [helper.make_tensor_value_info(f"out.{name}", TensorProto.FLOAT, ["n", None]) for name in outputs],
        graph.tensors,
    )
    return helper.make_model(made, opset_imports=[helper.make_opsetid("", export.OPSET)], ir_version=8)


def main() -> None:
    """Write both files."""
    command = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    command.add_argument("checkpoints", type=Path, nargs="+")
    command.add_argument("--src", type=Path, default=Path("src") / "communique")
    command.add_argument("--name", default="claims-2")
    arguments = command.parse_args()
    states = [torch.load(path, map_location="cpu", weights_only=True)["weights"] for path in arguments.checkpoints]
    weights = {name: torch.stack([state[name].float() for state in states]).mean(0).numpy() for name in states[0]}
    encoder = build_encoder({name.removeprefix("encoder."): w for name, w in weights.items() if name.startswith("encoder.")})
    head = build_head({name.removeprefix("head."): w for name, w in weights.items() if name.startswith("head.")})
    about = {
        "name": arguments.name,
        "kinds": json.dumps(list(KINDS)),
        "values": json.dumps({name: list(values) for name, values in VALUES.items()}),
        "roles": json.dumps(list(ROLES)),
        "steps": str(N_STEPS),
    }
    helper.set_model_props(head, about)
    helper.set_model_props(encoder, {"name": arguments.name})
    for model, path in ((encoder, "language/weights/states.onnx"), (head, "reading/weights/claims.onnx")):
        target = arguments.src / path
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(model.SerializeToString())
        print(f"{target}: {target.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
