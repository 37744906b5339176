"""Makes `tests/golden/keras/`: small networks that Keras saved, 32 inputs, and Keras's answers to them.

    python golden_keras.py ../tests/golden/keras           with Keras 3.15.1 on torch: the `.keras` files, `names.h5`
    python golden_keras.py --legacy ../tests/golden/keras  with Keras 2 (tf_keras 2.21.0): the other `.h5` files

The networks have random weights, but such that the answers differ from input to input.
"""

import argparse
import json
import os
from pathlib import Path

import numpy as np

INPUTS = 32


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--legacy", action="store_true")
    args = parser.parse_args()
    args.folder.mkdir(parents=True, exist_ok=True)
    if args.legacy:
        os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
        import tf_keras as keras
    else:
        os.environ.setdefault("KERAS_BACKEND", "torch")
        import keras
    generator = np.random.default_rng(0)
    low, high = np.sort(generator.uniform(0, 255, (2, INPUTS, 1, 1, 3)), axis=0)
    keras.utils.set_random_seed(0)
    blocks = generator.uniform(low, high, (INPUTS, 8, 8, 3)).round().astype(np.uint8)
    (args.folder / "inputs.u8").write_bytes(blocks.tobytes())
    if args.legacy:
        networks = {"paper.h5": paper(keras), "zoo.h5": zoo(keras, True), "nested.weights.h5": nested(keras)}
        (args.folder / "nested.json").write_text(networks["nested.weights.h5"].to_json())
    else:
        networks = {"paper.keras": paper(keras), "mini_xception.keras": mini_xception(keras), "zoo.keras": zoo(keras, False), "nested.keras": nested(keras), "names.keras": names(keras), "names.h5": names(keras)}
        with_lambda(keras).save(args.folder / "lambda.keras")
    for number, (name, network) in enumerate(networks.items()):
        inputs = pictures(blocks, network.input_shape[1:], 1 / 255 if name.startswith("paper") else 1)
        randomize(network, np.random.default_rng(number))
        settle(keras, network, inputs)
        calibrate(network, inputs)
        (network.save_weights if ".weights." in name else network.save)(args.folder / name)
        answers = network.predict(inputs, verbose=0).astype("float64")
        if name.startswith("nested"):
            answers = np.exp(answers) / np.exp(answers).sum(1, keepdims=True)
        (args.folder / f"{name}.json").write_text(json.dumps(answers.round(6).tolist()))
        print(name, network.count_params(), "spread", answers.std(0).round(2), "highest", answers.max(1).mean().round(2))


def paper(keras):
    """The paper's network (`network.py`), narrower, for inputs in 0..1."""
    layers, stack = keras.layers, [keras.Input((48, 48, 1))]
    for filters in (2, 4, 8, 16):
        for _ in range(2):
            stack += [layers.Conv2D(filters, 3, padding="same", activation="elu"), layers.BatchNormalization()]
        stack += [layers.MaxPooling2D(2), layers.Dropout(0.2)]
    stack += [layers.Flatten()]
    for _ in range(2):
        stack += [layers.Dense(16, activation="elu"), layers.BatchNormalization(), layers.Dropout(0.5)]
    return keras.Sequential(stack + [layers.Dense(5, activation="softmax")])


def mini_xception(keras):
    """The layout of mini-XCEPTION (Arriaga et al. 2017), narrower, for inputs in 0..255."""
    layers = keras.layers
    entry = keras.Input((48, 48, 1))
    x = layers.Rescaling(1 / 127.5, offset=-1)(entry)
    for filters in (4, 4):
        x = layers.Conv2D(filters, 3, use_bias=False)(x)
        x = layers.BatchNormalization()(x)
        x = layers.Activation("relu")(x)
    for filters in (8, 16, 24):
        residual = layers.Conv2D(filters, 1, strides=2, padding="same", use_bias=False)(x)
        residual = layers.BatchNormalization()(residual)
        x = layers.SeparableConv2D(filters, 3, padding="same", use_bias=False)(x)
        x = layers.BatchNormalization()(x)
        x = layers.Activation("relu")(x)
        x = layers.SeparableConv2D(filters, 3, padding="same", use_bias=False)(x)
        x = layers.BatchNormalization()(x)
        x = layers.MaxPooling2D(3, strides=2, padding="same")(x)
        x = layers.add([x, residual])
    x = layers.Conv2D(7, 3, padding="same")(x)
    x = layers.GlobalAveragePooling2D()(x)
    return keras.Model(entry, layers.Activation("softmax", name="predictions")(x))


def zoo(keras, legacy: bool):
    """Every other layer that is supported, and the arguments that differ from Keras 2 to 3."""
    layers = keras.layers
    slope = {"alpha": 0.1} if legacy else {"negative_slope": 0.1}
    entry = keras.Input((24, 20, 3))
    x = layers.RandomFlip("horizontal")(entry)
    x = layers.RandomRotation(0.1)(x)
    x = layers.Normalization(mean=[100.0, 120.0, 140.0], variance=[2500.0, 3600.0, 4900.0])(x)
    x = layers.GaussianNoise(0.1)(x)
    x = layers.ZeroPadding2D(((1, 2), (3, 0)))(x)
    x = layers.Conv2D(6, (3, 5), strides=2, padding="same", activation=layers.LeakyReLU(**slope))(x)
    x = layers.Cropping2D(((1, 0), (0, 1)))(x)
    x = layers.DepthwiseConv2D(3, depth_multiplier=2, padding="same", activation="selu")(x)
    x = layers.SpatialDropout2D(0.1)(x)
    x = layers.Conv2D(8, 3, dilation_rate=2, padding="same", activation="relu6" if legacy else "leaky_relu")(x)
    x = layers.PReLU(shared_axes=[1, 2])(x)
    a = layers.SeparableConv2D(8, 3, depth_multiplier=2, padding="same", activation="tanh")(x)
    b = layers.DepthwiseConv2D(5, strides=1, padding="same", use_bias=False)(x)
    b = layers.BatchNormalization(scale=False)(b)
    b = layers.LeakyReLU(**slope)(b)
    c = layers.Conv2D(8, 1, activation="swish" if legacy else "silu")(x)
    c = layers.BatchNormalization(center=False, epsilon=1e-4)(c)
    c = layers.ReLU(max_value=3.0)(c)
    gate = layers.GlobalAveragePooling2D(keepdims=True)(x)
    gate = layers.Conv2D(8, 1, activation="sigmoid")(gate)
    x = layers.Add()([layers.Multiply()([a, gate]), b]) if legacy else a * gate + b
    x = layers.Average()([x, layers.Maximum()([a, c]), layers.Minimum()([b, c])])
    x = layers.AveragePooling2D(3, strides=2, padding="same")(x)
    x = layers.UpSampling2D((2, 3))(x)
    x = layers.AveragePooling2D((2, 3))(x)
    x = layers.ReLU(**({"negative_slope": 0.2}))(x)
    x = layers.LayerNormalization()(x)
    x = layers.Concatenate()([x, layers.Activation("softplus")(x), layers.Activation("gelu")(x)])
    x = layers.Permute((2, 1, 3))(x)
    x = layers.ELU()(x)
    top = layers.GlobalMaxPooling2D()(x)
    x = layers.Reshape((-1, 24))(x)
    x = layers.Dense(3, activation="softsign")(x)
    x = layers.Flatten()(x)
    x = layers.GaussianDropout(0.1)(layers.AlphaDropout(0.1)(x))
    x = layers.Concatenate(axis=-1)([x, top])
    x = layers.Dense(12, activation="mish" if not legacy else "elu")(x)
    return keras.Model(entry, layers.Softmax()(layers.Dense(4)(x)))


def nested(keras):
    """A partly frozen model inside a model, as in transfer learning; it ends in logits."""
    layers = keras.layers
    inner = keras.Input((16, 16, 8))
    x = layers.BatchNormalization()(layers.Conv2D(8, 3, trainable=False)(inner))
    block = keras.Model(inner, layers.ReLU()(layers.Conv2D(8, 3)(x)))
    augmentation = keras.Sequential([layers.RandomFlip("horizontal"), layers.RandomZoom(0.1)])
    stem = keras.Sequential([keras.Input((16, 16, 3)), layers.Rescaling(1 / 127.5, offset=-1), layers.Conv2D(8, 3, padding="same"), layers.BatchNormalization()])
    return keras.Sequential([keras.Input((16, 16, 3)), augmentation, stem, block, layers.Flatten(), layers.Dropout(0.5), layers.Dense(3)])


def names(keras):
    """Names that repeat in models inside a model inside the model, a name with a letter beyond ASCII, a layer without `trainable`, an array of NumPy."""
    layers = keras.layers
    block = lambda name: keras.Sequential([layers.Conv2D(3, 1, name="conv"), layers.BatchNormalization(name="norm")], name=name)
    entry = keras.Input((8, 8, 3))
    x = layers.Rescaling(1 / np.array([60.0, 70.0, 80.0]), offset=-np.array([2.0, 1.0, 1.5]))(entry)
    x = layers.Conv2D(3, 3, name="evri\u015fim")(x)
    x = keras.Sequential([block("first"), block("second")], name="body")(x)
    x = layers.SpatialDropout2D(0.2)(x)
    return keras.Model(entry, layers.Dense(3, activation="softmax")(layers.Flatten()(x)))


def with_lambda(keras):
    """A network with a layer that no converter can know."""
    layers = keras.layers
    doubling = layers.Lambda(lambda x: x * 2, name="doubling")
    return keras.Sequential([keras.Input((8, 8, 1)), doubling, layers.Flatten(), layers.Dense(2, activation="softmax")])


def pictures(blocks: np.ndarray, shape, scale: float) -> np.ndarray:
    """The 8x8 blocks spread over pictures of the shape that a network takes."""
    height, width, channels = shape
    rows, columns = np.arange(height) * 8 // height, np.arange(width) * 8 // width
    return blocks[:, rows][:, :, columns, :channels].astype("float32") * np.float32(scale)


def randomize(network, generator) -> None:
    """Kernels of about unit gain; scales and biases that no layer starts with."""
    for layer in leaves(network):
        if "Normalization" == type(layer).__name__:
            continue
        values = []
        for weight, value in zip(layer.weights, layer.get_weights()):
            name = weight.name.split("/")[-1].split(":")[0]
            if "kernel" in name:
                fan_in = np.prod(value.shape[:2]) if "depthwise" in name else np.prod(value.shape[:-1])
                value = generator.normal(0, 1.5 / np.sqrt(fan_in), value.shape)
            elif name in ("gamma", "moving_variance"):
                value = generator.uniform(0.5, 1.5, value.shape)
            else:
                value = generator.normal(0, 0.2, value.shape)
            values.append(value.astype("float32"))
        if values:
            layer.set_weights(values)


def settle(keras, network, inputs) -> None:
    """Gives every batch normalization the statistics of the inputs, as training would."""
    for layer in leaves(network):
        if isinstance(layer, keras.layers.BatchNormalization):
            layer.momentum = 0.0
    network(inputs, training=True)


def calibrate(network, inputs) -> None:
    """Makes the logits of each class vary around 0 by 1.5, by way of the last layer with weights."""
    last = [layer for layer in leaves(network) if hasattr(layer, "activation") and layer.get_weights()][-1]
    kernel, bias = last.get_weights()
    last.set_weights([kernel * 0.05, bias * 0])
    answers = network.predict(inputs, verbose=0).astype("float64")
    logits = np.log(answers) if np.allclose(answers.sum(1), 1, atol=1e-3) else answers
    logits = logits - logits.mean(1, keepdims=True)
    scale = 1.5 / (logits - logits.mean(0)).std()
    last.set_weights([kernel * 0.05 * scale, -logits.mean(0) * scale])


def leaves(network):
    for layer in network.layers:
        if hasattr(layer, "layers"):
            yield from leaves(layer)
        else:
            yield layer


if __name__ == "__main__":
    main()
