"""The paper's way: OpenCV's Haar cascade and the network in Keras, on raw frames, with one thread.

paper.py '{"model": FOLDER, "labels": [...], "frames": {...}}', by the protocol of ../runners/turns.ts
"""
import json
import os
import sys
import time

os.environ.update(KERAS_BACKEND="tensorflow", TF_CPP_MIN_LOG_LEVEL="3", CUDA_VISIBLE_DEVICES="-1",
                  TF_NUM_INTRAOP_THREADS="1", TF_NUM_INTEROP_THREADS="1", OMP_NUM_THREADS="1")

import cv2
import keras
import numpy as np


def load_network(folder: str) -> keras.Model:
    with open(f"{folder}/model.json") as file:
        model = json.load(file)
    network = keras.Sequential()
    for layer in model["modelTopology"]["config"]["layers"]:
        kind, config = layer["class_name"], layer["config"]
        if kind == "InputLayer":
            config = {"batch_shape": config["batch_input_shape"], "name": config["name"]}
        network.add(getattr(keras.layers, kind).from_config(config))
    values = np.fromfile(f"{folder}/weights.bin", "<f2").astype(np.float32)
    weights, at = {}, 0
    for spec in model["weightsManifest"][0]["weights"]:
        size = int(np.prod(spec["shape"]))
        weights[spec["name"]] = values[at:at + size].reshape(spec["shape"])
        at += size
    for layer in network.layers:
        layer.set_weights([weights[f"{layer.name}/{weight.name}"] for weight in layer.weights])
    return network


def main() -> None:
    job = json.loads(sys.argv[1])
    frames, labels = job["frames"], job["labels"]
    cv2.setNumThreads(1)
    cascade = cv2.CascadeClassifier(cv2.data.haarcascades + "haarcascade_frontalface_default.xml")
    network = load_network(job["model"])
    pictures = np.memmap(frames["file"], np.uint8, "r").reshape(-1, frames["height"], frames["width"], 3)

    def recognize(picture: np.ndarray) -> list[str]:
        gray = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
        boxes = cascade.detectMultiScale(gray, 1.3, 5)
        if len(boxes) == 0:
            return []
        crops = [cv2.resize(gray[y:y + h, x:x + w], (48, 48)) for x, y, w, h in boxes]
        answers = network.predict_on_batch(np.float32(crops)[..., None] / 255)
        return [labels[best] for best in answers.argmax(axis=1)]

    for line in sys.stdin:
        turn = json.loads(line)
        seconds = 0
        for i in range(turn["first"], turn["first"] + turn["count"]):
            picture = np.array(pictures[i % len(pictures)])
            start = time.perf_counter()
            result = recognize(picture)
            seconds += time.perf_counter() - start
        print(json.dumps({"ms": 1000 * seconds, **({"result": result} if turn["tell"] else {})}), flush=True)


main()
