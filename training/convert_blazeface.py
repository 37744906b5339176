"""Converts MediaPipe's BlazeFace, short or full range, from TensorFlow Lite to the form in `models/`.

    npm pack @mediapipe/face_detection@0.4.1657300184 && tar xzf mediapipe-face_detection-*.tgz
    pip install tflite==2.18.0 numpy
    python convert_blazeface.py package/face_detection_short_range.tflite ../models/blazeface
    python convert_blazeface.py package/face_detection_full_range.tflite ../models/blazeface-full

The graph is kept layer by layer, but a ReLU that alone follows a convolution becomes that layer's
activation. The weights keep the half precision of the file.
"""

import argparse
import hashlib
import json
from pathlib import Path

import numpy as np
import tflite

LANDMARKS = ["rightEye", "leftEye", "nose", "mouth", "rightEar", "leftEar"]


def card(side: int, boxes: int, anchors: dict, fields: dict, source: dict) -> dict:
    """The card of a network with an input of `side` pixels; `fields` come first."""
    return {
        **fields,
        "input": {"width": side, "height": side, "channels": 3, "range": [-1, 1]},
        "landmarks": LANDMARKS,
        "anchors": {
            "minScale": 0.1484375,
            "maxScale": 0.75,
            "inputSizeWidth": side,
            "inputSizeHeight": side,
            "anchorOffsetX": 0.5,
            "anchorOffsetY": 0.5,
            "aspectRatios": [1],
            "fixedAnchorSize": True,
            **anchors,
        },
        "decoding": {
            "numClasses": 1,
            "numBoxes": boxes,
            "numCoords": 16,
            "boxCoordOffset": 0,
            "keypointCoordOffset": 4,
            "numKeypoints": 6,
            "numValuesPerKeypoint": 2,
            "sigmoidScore": True,
            "scoreClippingThresh": 100,
            "reverseOutputOrder": True,
            "xScale": side,
            "yScale": side,
            "wScale": side,
            "hScale": side,
            "minScoreThresh": 0.5,
        },
        "suppression": {
            "minSuppressionThreshold": 0.3,
            "overlapType": "INTERSECTION_OVER_UNION",
            "algorithm": "WEIGHTED",
        },
        "source": {"package": "npm:@mediapipe/face_detection@0.4.1657300184", **source, "author": "Google (MediaPipe)"},
        "license": "Apache-2.0",
    }


ASSETS = "https://storage.googleapis.com/mediapipe-assets/MediaPipe%20BlazeFace%20Model%20Card"
CARDS = {
    "face_detection_short_range": card(
        128,
        896,
        {"numLayers": 4, "strides": [8, 16, 16, 16], "interpolatedScaleAspectRatio": 1},
        {
            "name": "blazeface",
            "description": "BlazeFace, short range: faces within about two metres of the camera, with six landmarks",
            # Ours, measured (see src/face/detector.ts): the side of a close look in sides of the box; the score
            # in it that makes a face; and the sum of a doubtful box's three scores that does,
            # less for a box that this network saw in the whole frame.
            "close": {"sides": 2, "score": 0.79, "sum": 1.7, "wholeSum": 1.3},
        },
        {
            "file": "face_detection_short_range.tflite",
            "paper": "Bazarevsky et al. 2019, BlazeFace: Sub-millisecond Neural Face Detection on Mobile GPUs",
            "modelCard": f"{ASSETS}%20(Short%20Range).pdf",
        },
    ),
    "face_detection_full_range": card(
        192,
        2304,
        {"numLayers": 1, "strides": [4], "interpolatedScaleAspectRatio": 0},
        {
            "name": "blazeface-full",
            "description": "BlazeFace, full range: faces within about five metres of the camera, with six landmarks",
            # Ours, measured (see src/face/look_plan.ts): sides in pixels of the input of the smallest face found
            # as a rule, of the smallest found at times, and of the largest; and the scores that make a candidate
            # of a box below `faint` pixels and of any other.
            "search": {
                "smallest": 13,
                "faintest": 7.5,
                "largest": 120,
                "faint": 16,
                "faintScore": 0.1,
                "score": 0.25,
            },
        },
        {
            "file": "face_detection_full_range.tflite",
            "paper": "Bazarevsky et al. 2019, BlazeFace: Sub-millisecond Neural Face Detection on Mobile GPUs",
            "modelCard": f"{ASSETS}%20(Full%20Range).pdf",
        },
    ),
}

OPERATORS = {value: name for name, value in vars(tflite.BuiltinOperator).items() if isinstance(value, int)}
TYPES = {tflite.TensorType.FLOAT32: np.float32, tflite.TensorType.FLOAT16: np.float16, tflite.TensorType.INT32: np.int32}


class Graph:
    """A TensorFlow Lite model: its operators, tensors and constants."""

    def __init__(self, data: bytes):
        self.model = tflite.Model.GetRootAs(data, 0)
        self.graph = self.model.Subgraphs(0)
        self.operators = [self.graph.Operators(i) for i in range(self.graph.OperatorsLength())]
        # Half-precision constants pass a DEQUANTIZE: its output stands for its input.
        self.constant = {
            op.Outputs(0): op.Inputs(0) for op in self.operators if self.kind(op) == "DEQUANTIZE"
        }

    def kind(self, op) -> str:
        code = self.model.OperatorCodes(op.OpcodeIndex())
        return OPERATORS[max(code.BuiltinCode(), code.DeprecatedBuiltinCode())]

    def options(self, op, table):
        options = table()
        options.Init(op.BuiltinOptions().Bytes, op.BuiltinOptions().Pos)
        return options

    def name(self, index: int) -> str:
        return self.graph.Tensors(index).Name().decode().removesuffix("__xeno_compat__1")

    def shape(self, index: int) -> list[int]:
        return self.graph.Tensors(index).ShapeAsNumpy().tolist()

    def values(self, index: int) -> np.ndarray:
        tensor = self.graph.Tensors(self.constant.get(index, index))
        data = self.model.Buffers(tensor.Buffer()).DataAsNumpy()
        return data.view(TYPES[tensor.Type()]).reshape(tensor.ShapeAsNumpy())

    def readers(self, index: int) -> list:
        return [op for op in self.operators if index in op.InputsAsNumpy()]


def convert(graph: Graph) -> tuple[dict, dict[str, np.ndarray]]:
    """Gives the topology for tfjs-layers and the weights by name."""
    [source] = graph.graph.InputsAsNumpy().tolist()
    layers, weights, maker = [], {}, {}

    def add(kind: str, inputs: list[int], output: int, **config) -> None:
        name = graph.name(output)
        inbound = [[[maker[i], 0, 0, {}] for i in inputs]] if inputs else []
        layers.append({"class_name": kind, "name": name, "config": {"name": name, **config}, "inbound_nodes": inbound})
        maker[output] = name

    add("InputLayer", [], source, batch_input_shape=[None, *graph.shape(source)[1:]], dtype="float32")
    for op in graph.operators:
        kind, inputs, output = graph.kind(op), op.InputsAsNumpy().tolist(), op.Outputs(0)
        if kind == "DEQUANTIZE":
            continue
        elif kind == "CONV_2D":
            options = graph.options(op, tflite.Conv2DOptions)
            kernel = graph.values(inputs[1]).transpose(1, 2, 3, 0)
            name = graph.name(output)
            after = graph.readers(output)
            fused = len(after) == 1 and graph.kind(after[0]) == "RELU"
            add(
                "Conv2D", inputs[:1], output, filters=kernel.shape[3], kernel_size=list(kernel.shape[:2]),
                strides=[options.StrideH(), options.StrideW()], padding=padding(options),
                activation="relu" if fused else "linear",
            )
            if fused:
                maker[after[0].Outputs(0)] = name
            weights |= {f"{name}/kernel": kernel, f"{name}/bias": graph.values(inputs[2])}
        elif kind == "DEPTHWISE_CONV_2D":
            options = graph.options(op, tflite.DepthwiseConv2DOptions)
            kernel = graph.values(inputs[1]).transpose(1, 2, 3, 0)
            name = graph.name(output)
            add(
                "DepthwiseConv2D", inputs[:1], output, kernel_size=list(kernel.shape[:2]),
                depth_multiplier=options.DepthMultiplier(), strides=[options.StrideH(), options.StrideW()],
                padding=padding(options),
            )
            weights |= {f"{name}/depthwise_kernel": kernel, f"{name}/bias": graph.values(inputs[2])}
        elif kind == "MAX_POOL_2D":
            options = graph.options(op, tflite.Pool2DOptions)
            add(
                "MaxPooling2D", inputs, output, pool_size=[options.FilterHeight(), options.FilterWidth()],
                strides=[options.StrideH(), options.StrideW()], padding=padding(options),
            )
        elif kind == "PAD":
            before_after = graph.values(inputs[1])
            assert not before_after[:3].any() and before_after[3, 0] == 0
            add("ChannelPadding", inputs[:1], output, channels=int(before_after[3, 1]))
        elif kind == "RESIZE_BILINEAR":
            options = graph.options(op, tflite.ResizeBilinearOptions)
            assert not options.AlignCorners() and options.HalfPixelCenters()
            height, width = graph.values(inputs[1]).tolist()
            add("Resizing", inputs[:1], output, height=height, width=width, interpolation="bilinear")
        elif kind == "ADD":
            add("Add", inputs, output)
        elif kind == "RELU":
            if output not in maker:
                add("ReLU", inputs, output)
        elif kind == "RESHAPE":
            add("Reshape", inputs[:1], output, target_shape=graph.shape(output)[1:])
        elif kind == "CONCATENATION":
            add("Concatenate", inputs, output, axis=graph.options(op, tflite.ConcatenationOptions).Axis())
        else:
            raise ValueError(f"Cannot convert operator {kind}: no layer is known for it")

    outputs = {graph.name(i): i for i in graph.graph.OutputsAsNumpy().tolist()}
    regressors, classificators = sorted(outputs, key=lambda name: -graph.shape(outputs[name])[-1])
    config = {
        "name": "blazeface",
        "layers": layers,
        "input_layers": [[maker[source], 0, 0]],
        "output_layers": [[maker[outputs[name]], 0, 0] for name in (regressors, classificators)],
    }
    return {"class_name": "Model", "config": config}, weights


def padding(options) -> str:
    return "same" if options.Padding() == tflite.Padding.SAME else "valid"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tflite", type=Path)
    parser.add_argument("out", type=Path)
    args = parser.parse_args()
    data = args.tflite.read_bytes()
    topology, weights = convert(Graph(data))
    manifest = [
        {"name": name, "shape": list(value.shape), "dtype": "float32", "quantization": {"dtype": "float16"}}
        for name, value in weights.items()
    ]
    model = {
        "format": "layers-model",
        "generatedBy": "training/convert_blazeface.py",
        "modelTopology": topology,
        "weightsManifest": [{"paths": ["weights.bin"], "weights": manifest}],
    }
    card = CARDS[args.tflite.stem]
    card["source"]["sha256"] = hashlib.sha256(data).hexdigest()
    args.out.mkdir(parents=True, exist_ok=True)
    (args.out / "model.json").write_text(json.dumps(model, separators=(",", ":")) + "\n")
    (args.out / "weights.bin").write_bytes(b"".join(value.astype(np.float16).tobytes() for value in weights.values()))
    (args.out / "card.json").write_text(json.dumps(card, indent=2) + "\n")
    print(f"{len(topology['config']['layers'])} layers, {sum(v.size for v in weights.values())} weights")


if __name__ == "__main__":
    main()
