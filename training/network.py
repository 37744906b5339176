"""The network of "Emotion recognition on Real-Time using Keras" (2019)."""

import keras
from keras import layers


def paper_network(
    classes: int, conv_dropout: float = 0.2, dense_dropout: float = 0.5, width: float = 1
) -> keras.Sequential:
    """Four blocks of two 3x3 convolutions, then 64, 64 and `classes` units; input 48x48 grey in [0, 1].

    `width` times as many filters as in the paper.
    """
    options = {"activation": "elu", "kernel_initializer": "he_normal"}
    stack = [keras.Input((48, 48, 1))]
    for filters in (32, 64, 128, 256):
        for _ in range(2):
            stack += [layers.Conv2D(round(width * filters), 3, padding="same", **options), layers.BatchNormalization()]
        stack += [layers.MaxPooling2D(2), layers.Dropout(conv_dropout)]
    stack += [layers.Flatten()]
    for _ in range(2):
        stack += [layers.Dense(64, **options), layers.BatchNormalization(), layers.Dropout(dense_dropout)]
    stack += [layers.Dense(classes, activation="softmax", kernel_initializer="he_normal")]
    return keras.Sequential(stack)
