"""Makes `tests/golden/keras/layers_VERSION.zip.gz`: a small network per layer or argument, as this Keras saves it.

    python golden_layers.py ../tests/golden/keras    with Keras 3.15.1 on torch, Keras 2.13 and Keras 2.14

Keras 2.13 and 2.14 come with tensorflow-cpu 2.13.1 and 2.14.1, in environments of their own. Each zip also
holds 16 random inputs (`inputs.f32`) and Keras's answers to them (`answers.json`), and is compressed as a
whole, as the networks are alike. The tests say which are converted and which are refused. Of Keras 2.13 the
order of the layers is checked only. Padded average pooling is not among those of Keras 3: on torch,
unlike elsewhere, Keras averages the padding too.
"""

import argparse
import gzip
import io
import json
import os
import tempfile
import zipfile
from pathlib import Path

import numpy as np

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("KERAS_BACKEND", "torch")
try:
    import tensorflow

    keras, VERSION = tensorflow.keras, ".".join(tensorflow.__version__.split(".")[:2])
except ImportError:
    import keras

    VERSION = ".".join(keras.__version__.split(".")[:2])

from golden_keras import leaves, randomize

L = keras.layers
IS_3 = VERSION.startswith("3")
SHAPE = (5, 4, 3)
INPUTS = np.random.default_rng(7).uniform(-1, 1, (16, *SHAPE)).astype("float32")


def conv(x, filters=4):
    return L.Conv2D(filters, 3, padding="same", name="stem")(x)


def after_conv(layer, **arguments):
    return lambda x: layer(**arguments)(conv(x))


def merged(layer, **arguments):
    def network(x):
        x = conv(x)
        return layer(**arguments)([x, L.Activation("tanh")(x), L.Activation("relu")(x)])

    return network


def broadcast(layer):
    def network(x):
        x = conv(x)
        return layer()([L.GlobalAveragePooling2D(keepdims=True)(x), x])

    return network


def adapted(**arguments):
    def network(x):
        layer = L.Normalization(**arguments)
        layer.adapt(INPUTS)
        return conv(layer(x))

    return network


def shared(x):
    layer = L.Conv2D(3, 3, padding="same")
    return layer(layer(x))


def shared_model(x):
    entry = keras.Input(SHAPE)
    model = keras.Model(entry, L.Conv2D(3, 3, padding="same")(entry))
    return model(model(x))


def shared_weights(x):
    layer, entry = L.Conv2D(3, 3, padding="same"), keras.Input(SHAPE)
    return keras.Model(entry, layer(entry))(layer(x))


def nested_twice(x):
    inner, outer = keras.Input(SHAPE), keras.Input(SHAPE)
    block = keras.Model(inner, L.Conv2D(3, 3, padding="same")(inner))
    return keras.Model(outer, block(L.Activation("tanh")(outer)))(L.Conv2D(3, 1)(x))


def nested_sequential(x):
    stack = [L.Conv2D(3, 3, activation="relu"), L.BatchNormalization(), L.Conv2D(4, 1), L.Conv2D(2, 1)]
    return keras.Sequential(stack)(x)


def two_inputs(x):
    a, b = keras.Input(SHAPE), keras.Input(SHAPE)
    block = keras.Model([a, b], L.Add()([L.Conv2D(3, 3, padding="same")(a), b]))
    return block([L.Activation("tanh")(x), x])


def two_outputs(x):
    entry = keras.Input(SHAPE)
    block = keras.Model(entry, [L.Conv2D(3, 3)(entry), L.Activation("relu")(entry)])
    return L.Conv2D(2, 1)(block(x)[1])


def convolutions():
    window = {
        "strides": dict(kernel_size=(3, 5), strides=(2, 1), padding="same"),
        "even": dict(kernel_size=(2, 4), strides=2, padding="same"),
        "dilated": dict(kernel_size=(2, 3), dilation_rate=(2, 1), padding="same"),
    }
    for name, arguments in window.items():
        yield f"conv_{name}", after_conv(L.Conv2D, filters=4, **arguments)
    for activation in ("gelu", "softmax", "relu6", "exponential", "hard_sigmoid"):
        yield f"conv_{activation}", after_conv(L.Conv2D, filters=4, kernel_size=3, activation=activation)
    layers = {"relu": L.ReLU(max_value=0.5), "leaky": L.LeakyReLU(0.37), "elu": L.ELU(0.5), "axis": L.Softmax(axis=1)}
    for name, layer in layers.items():
        yield f"conv_layer_{name}", after_conv(L.Conv2D, filters=4, kernel_size=3, activation=layer)
    yield "conv_groups", after_conv(L.Conv2D, filters=4, kernel_size=3, groups=2)
    for policy in ("mixed_float16", "mixed_bfloat16", "float16", "float64"):
        yield policy, after_conv(L.Conv2D, filters=4, kernel_size=3, dtype=policy)
    yield "depthwise_strides", after_conv(L.DepthwiseConv2D, kernel_size=3, strides=2, depth_multiplier=2, padding="same")
    yield "depthwise_dilated", after_conv(L.DepthwiseConv2D, kernel_size=2, dilation_rate=2)
    yield "separable_dilated", after_conv(L.SeparableConv2D, filters=5, kernel_size=2, dilation_rate=2)
    yield "separable_multiplier", after_conv(L.SeparableConv2D, filters=5, kernel_size=(2, 3), depth_multiplier=3, use_bias=False)
    yield "transposed", after_conv(L.Conv2DTranspose, filters=3, kernel_size=3)


def normalizations():
    for axis in (1, 2, 3, -3):
        yield f"batch_axis{axis}", after_conv(L.BatchNormalization, axis=axis)
    yield "batch_square", lambda x: L.BatchNormalization(axis=1)(L.Conv2D(3, 3)(x))
    yield "batch_dense", lambda x: L.BatchNormalization(axis=1)(L.Dense(6)(L.Flatten()(x)))
    yield "batch_bare", after_conv(L.BatchNormalization, axis=1, center=False, scale=False, epsilon=0.3)
    yield "batch_training", lambda x: L.BatchNormalization()(conv(x), training=True)
    if not IS_3:
        yield "batch_renorm", after_conv(L.BatchNormalization, renorm=True)
    for name, axis in {"23": [2, 3], "123": [1, 2, 3], "last": -1}.items():
        yield f"layer_axis_{name}", after_conv(L.LayerNormalization, axis=axis)
    if IS_3:
        yield "layer_rms", after_conv(L.LayerNormalization, rms_scaling=True)
        yield "normalization_invert", lambda x: conv(L.Normalization(mean=[0.1, 0.2, 0.3], variance=[1.0, 2.0, 3.0], invert=True)(x))
    yield "group", after_conv(L.GroupNormalization, groups=2)
    yield "adapted", adapted()
    yield "adapted_whole", adapted(axis=None)
    yield "adapted_rows", adapted(axis=1)
    yield "adapted_all", adapted(axis=(1, 2, 3))
    yield "rescaling_offset", lambda x: conv(L.Rescaling(1.0, offset=[0.1, 0.2, -0.3])(x))
    yield "rescaling_list", lambda x: conv(L.Rescaling([0.5, 2.0, -1.0], offset=0.1)(x))


def activations():
    cases = {
        "max": dict(max_value=0.4),
        "zero": dict(max_value=0.0),
        "slope": dict(negative_slope=0.3),
        "threshold": dict(threshold=0.2),
        "both": dict(max_value=0.5, negative_slope=0.3),
    }
    for name, arguments in cases.items():
        yield f"relu_{name}", after_conv(L.ReLU, **arguments)
    yield "leaky_default", after_conv(L.LeakyReLU)
    yield "leaky_alpha", after_conv(L.LeakyReLU, alpha=0.17)
    yield "elu_alpha", after_conv(L.ELU, alpha=0.5)
    for name, axes in {"none": None, "rows": [1], "channels": [3]}.items():
        yield f"prelu_{name}", after_conv(L.PReLU, shared_axes=axes)
    for axis in (1, 2, 3):
        yield f"softmax_axis{axis}", after_conv(L.Softmax, axis=axis)


def shapes():
    yield "max_same", after_conv(L.MaxPooling2D, pool_size=(3, 2), strides=(1, 2), padding="same")
    if not IS_3:
        yield "mean_same", after_conv(L.AveragePooling2D, pool_size=(3, 2), strides=(1, 2), padding="same")
    yield "mean_valid", after_conv(L.AveragePooling2D, pool_size=3)
    yield "pad", after_conv(L.ZeroPadding2D, padding=((1, 2), (0, 3)))
    yield "crop", after_conv(L.Cropping2D, cropping=((1, 2), (0, 3)))
    yield "upsample", after_conv(L.UpSampling2D, size=(2, 3))
    yield "upsample_bilinear", after_conv(L.UpSampling2D, interpolation="bilinear")
    yield "resizing", after_conv(L.Resizing, height=5, width=5)
    for axis in (1, 2, -1, -2, -3):
        yield f"concatenate_axis{axis}", merged(L.Concatenate, axis=axis)
    for layer in (L.Add, L.Multiply, L.Average, L.Maximum, L.Minimum):
        yield f"{layer.__name__.lower()}_three", merged(layer)
        yield f"{layer.__name__.lower()}_broadcast", broadcast(layer)
    yield "subtract", lambda x: L.Subtract()([conv(x), L.Conv2D(4, 1)(x)])
    yield "permute", after_conv(L.Permute, dims=(3, 1, 2))
    yield "reshape", after_conv(L.Reshape, target_shape=(4, -1))
    for layer in (L.MaxPooling2D, L.GlobalAveragePooling2D, L.Flatten, L.UpSampling2D, L.ZeroPadding2D):
        yield f"first_{layer.__name__.lower()}", after_conv(layer, data_format="channels_first")


def graphs():
    for make in (shared, shared_model, shared_weights, nested_twice, nested_sequential, two_inputs, two_outputs):
        yield make.__name__, make
    yield "dropout_training", lambda x: L.Dropout(0.5)(conv(x), training=True)
    yield "noise", after_conv(L.GaussianNoise, stddev=0.5)
    yield "dense_picture", after_conv(L.Dense, units=5, activation="softmax")
    yield "plus_one", lambda x: conv(x) + 1.0
    yield "minus", lambda x: conv(x) - L.Conv2D(1, 1)(x)
    yield "masking", after_conv(L.Masking)
    yield "distributed", lambda x: L.TimeDistributed(L.Dense(4))(x)


def ends():
    """Networks that end in probabilities without saying so, or in logits."""

    def average(x):
        flat = L.Flatten()(conv(x))
        return L.Average()([L.Dense(3, activation="softmax", name="last")(flat), L.Dense(3, activation="softmax")(flat)])

    yield "end_average", average
    yield "end_pooled", lambda x: L.GlobalAveragePooling2D()(L.Conv2D(3, 1, activation="softmax", name="last")(conv(x)))
    yield "end_dropout", lambda x: L.Dropout(0.1)(L.Dense(3, activation="softmax", name="last")(L.Flatten()(conv(x))))
    yield "end_logits", lambda x: L.Dense(3, name="last")(L.Flatten()(conv(x)))


def build(name, make):
    keras.backend.clear_session()
    keras.utils.set_random_seed(1)
    entry = keras.Input(SHAPE)
    end = make(entry)
    if not name.startswith("end_"):
        flat = L.Flatten()(end) if len(end.shape) > 2 else end
        end = L.Dense(3, activation="softmax", name="last")(flat)
    network = keras.Model(entry, end)
    randomize(network, np.random.default_rng(len(name)))
    return network


def sharpen(network) -> None:
    """Makes the logits of each class vary around 0 by 1.5."""
    last = network.get_layer("last")
    kernel, *bias = last.get_weights()
    logits = keras.Model(network.input, last.input).predict(INPUTS, verbose=0).astype("float64") @ kernel.reshape(kernel.shape[-2:])
    logits = logits.reshape(-1, kernel.shape[-1])
    scale = 1.5 / max((logits - logits.mean(0)).std(), 1e-9)
    last.set_weights([kernel * scale, *[-logits.mean(0) * scale] * len(bias)])
    for layer in leaves(network):  # Round numbers make small files.
        layer.set_weights([round_off(value) for value in layer.get_weights()])


def round_off(values: np.ndarray) -> np.ndarray:
    return (np.round(values * 64) / 64 + 0).astype(values.dtype) if values.dtype.kind in "fV" else values


def answers_of(name, make, network) -> np.ndarray:
    """Mixed precision rounds to 3 digits as it goes; its reference is the same network in full precision."""
    if "float" in name:
        twin = build(name, lambda x: L.Conv2D(4, 3)(conv(x)))
        twin.set_weights([value.astype("float32") for value in network.get_weights()])
        network = twin
    return network.predict(INPUTS, verbose=0).astype("float64")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    answers = {}
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        archive.writestr("inputs.f32", INPUTS.tobytes())
        for group in (graphs,) if VERSION == "2.13" else (convolutions, normalizations, activations, shapes, graphs, ends):
            for name, make in group():
                network = build(name, make)
                sharpen(network)
                with tempfile.TemporaryDirectory() as place:
                    network.save(f"{place}/network.keras")
                    archive.write(f"{place}/network.keras", f"{name}.keras")
                answers[name] = answers_of(name, make, network).round(6).tolist()
        archive.writestr("answers.json", json.dumps(answers))
    (folder / f"layers_{VERSION}.zip.gz").write_bytes(gzip.compress(whole.getvalue(), 9, mtime=0))
    print(VERSION, len(answers), "networks")


if __name__ == "__main__":
    main()
