"""Makes `tests/golden/face/`: what the references say of faces, for the tests to compare with.

    npm pack @mediapipe/face_detection@0.4.1657300184 && tar xzf mediapipe-face_detection-*.tgz
    pip install mediapipe==0.10.14 ai-edge-litert==2.3.0 scipy==1.17.1
    python golden_face.py package ../fixtures ../tests/golden/face

Raw outputs come from the TensorFlow Lite interpreter, detections from MediaPipe's own Python package,
crops from scipy's interpolation. The steps between (anchors, decoding, suppression, letterbox) are
MediaPipe's published formulas in numpy; this script fails unless together they give what MediaPipe does.
"""

import argparse
import json
from pathlib import Path

import cv2
import mediapipe
import numpy as np
from ai_edge_litert.interpreter import Interpreter
from scipy.ndimage import map_coordinates

SCORE, IOU = 0.5, 0.3
# Cells along a side of each grid of anchors, and the anchors in each cell.
SHORT, FULL = ((16, 2), (8, 6)), ((48, 1),)


def anchors(layout: tuple) -> np.ndarray:
    """SsdAnchorsCalculator: for the short range 16x16 cells of 2 anchors, then 8x8 cells of 6 (three layers of 2)."""
    grids = []
    for cells, each in layout:
        centre = (np.arange(cells) + 0.5) / cells
        y, x = np.meshgrid(centre, centre, indexing="ij")
        grids.append(np.repeat(np.stack([x, y], -1).reshape(-1, 2), each, axis=0))
    return np.concatenate(grids)


def decode(
    regressors: np.ndarray, classificators: np.ndarray, min_score: float, layout: tuple = SHORT, side: int = 128
) -> tuple[np.ndarray, np.ndarray]:
    """TensorsToDetectionsCalculator: scores [n] and corners and keypoints [n, 8, 2]."""
    scores = 1 / (1 + np.exp(-np.clip(classificators.ravel().astype(np.float64), -100, 100)))
    pairs = regressors.reshape(-1, 8, 2).astype(np.float64) / side
    points = pairs + anchors(layout)[:, None]
    centre, half = points[:, 0].copy(), pairs[:, 1] / 2
    points[:, 0], points[:, 1] = centre - half, centre + half
    keep = scores >= min_score
    return scores[keep], points[keep]


def suppress(scores: np.ndarray, points: np.ndarray) -> list[tuple[float, np.ndarray]]:
    """NonMaxSuppressionCalculator, WEIGHTED, INTERSECTION_OVER_UNION."""
    order = np.argsort(-scores, kind="stable")
    scores, points, merged = scores[order], points[order], []
    while len(scores):
        (low, high), lows, highs = points[0, :2], points[:, 0], points[:, 1]
        shared = np.clip(np.minimum(highs, high) - np.maximum(lows, low), 0, None).prod(1)
        union = (highs - lows).prod(1) + (high - low).prod() - shared
        same = shared / union > IOU
        merged.append((scores[0], np.average(points[same], axis=0, weights=scores[same])))
        scores, points = scores[~same], points[~same]
    return merged


def padding(width: float, height: float) -> np.ndarray:
    """ImageToTensorCalculator's PadRoi for a square tensor: left, top, right, bottom, in its fractions."""
    if height < width:
        return np.array([0, (1 - height / width) / 2] * 2)
    return np.array([(1 - width / height) / 2, 0] * 2)


def remove_padding(points: np.ndarray, pad: np.ndarray, width: float, height: float) -> np.ndarray:
    """DetectionLetterboxRemovalCalculator, then from fractions to pixels."""
    return (points - pad[:2]) / (1 - pad[:2] - pad[2:]) * [width, height]


class Network:
    def __init__(self, path: Path):
        self.interpreter = Interpreter(str(path))
        self.interpreter.allocate_tensors()

    def __call__(self, picture: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Runs on an RGB picture of bytes."""
        inputs, outputs = self.interpreter.get_input_details(), self.interpreter.get_output_details()
        self.interpreter.set_tensor(inputs[0]["index"], (picture[None] / np.float32(127.5) - 1).astype(np.float32))
        self.interpreter.invoke()
        found = {o["name"]: self.interpreter.get_tensor(o["index"])[0] for o in outputs}
        regressors, classificators = sorted(found.values(), key=lambda values: -values.shape[-1])
        return regressors, classificators


def fit(picture: np.ndarray, interpolation: int, side: int = 128) -> np.ndarray:
    """The picture letterboxed into a square, black around."""
    height, width = picture.shape[:2]
    scale = side / max(width, height)
    if interpolation == cv2.INTER_LINEAR:  # as MediaPipe does, corners on corners
        corners = np.float32([[0, 0], [width, 0], [width, height], [0, height]])
        target = (corners - [width / 2, height / 2]) * scale + side / 2
        matrix = cv2.getPerspectiveTransform(corners, target.astype(np.float32))
        return cv2.warpPerspective(picture, matrix, (side, side), flags=interpolation)
    small = cv2.resize(picture, (round(width * scale), round(height * scale)), interpolation=interpolation)
    out = np.zeros((side, side, 3), np.uint8)
    top, left = (side - small.shape[0]) // 2, (side - small.shape[1]) // 2
    out[top : top + small.shape[0], left : left + small.shape[1]] = small
    return out


def by_mediapipe(picture: np.ndarray, detector) -> list[dict]:
    height, width = picture.shape[:2]
    faces = []
    for found in detector.process(picture).detections or []:
        box = found.location_data.relative_bounding_box
        points = [[box.xmin, box.ymin], [box.xmin + box.width, box.ymin + box.height]]
        points += [[p.x, p.y] for p in found.location_data.relative_keypoints]
        faces.append({"score": found.score[0], "points": (np.array(points) * [width, height]).ravel()})
    return faces


def check_formulas(
    picture: np.ndarray,
    network: Network,
    faces: list[dict],
    layout: tuple = SHORT,
    side: int = 128,
    within: float = 0.5,
) -> None:
    """The formulas above, on MediaPipe's own resampling, must give MediaPipe's faces."""
    height, width = picture.shape[:2]
    ours = suppress(*decode(*network(fit(picture, cv2.INTER_LINEAR, side)), SCORE, layout, side))
    assert len(ours) == len(faces), f"{len(ours)} faces by the formulas but {len(faces)} by MediaPipe"
    for (score, points), face in zip(ours, faces):
        points = remove_padding(points, padding(width, height), width, height).ravel()
        assert abs(score - face["score"]) < 2e-3, (score, face["score"])
        assert np.abs(points - face["points"]).max() < within, np.abs(points - face["points"]).max()


def crop(picture: np.ndarray, face: dict, margin: float, shift_y: float, size: int) -> np.ndarray:
    """The mean of 16x16 bilinear samples in each pixel of an upright square around a turned face."""
    grey = picture.astype(np.float64) @ [0.299, 0.587, 0.114]
    low, high, right_eye, left_eye = np.reshape(face["points"], (-1, 2))[:4]
    side = (high - low).max()
    across = (left_eye - right_eye) / np.linalg.norm(left_eye - right_eye)
    down = np.array([-across[1], across[0]])
    steps = ((np.arange(size * 16) + 0.5) / (size * 16) - 0.5) * side * (1 + 2 * margin)
    centre = (low + high) / 2 + down * shift_y * side
    places = centre + steps[None, :, None] * across + steps[:, None, None] * down
    taken = map_coordinates(grey, [places[..., 1] - 0.5, places[..., 0] - 0.5], order=1, mode="nearest")
    return taken.reshape(size, 16, size, 16).mean((1, 3))


def plain(value):
    """Numbers short enough for a file that people may read."""
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple, np.ndarray)):
        return [plain(v) for v in value]
    return round(float(value), 6) if isinstance(value, (float, np.floating)) else value if isinstance(value, str) else int(value)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("package", type=Path)
    parser.add_argument("fixtures", type=Path)
    parser.add_argument("out", type=Path)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    network = Network(args.package / "face_detection_short_range.tflite")
    full = Network(args.package / "face_detection_full_range.tflite")
    sparse = Network(args.package / "face_detection_full_range_sparse.tflite")  # the one in MediaPipe's Python package
    detector = mediapipe.solutions.face_detection.FaceDetection(model_selection=0, min_detection_confidence=SCORE)
    far_detector = mediapipe.solutions.face_detection.FaceDetection(model_selection=1, min_detection_confidence=SCORE)

    def write(name: str, value) -> None:
        (args.out / name).write_text(json.dumps(plain(value), separators=(",", ":")) + "\n")

    def read(path: Path) -> np.ndarray:
        return cv2.cvtColor(cv2.imread(str(path)), cv2.COLOR_BGR2RGB)

    clip = cv2.VideoCapture(str(args.fixtures / "webcam.mp4"))
    clip.set(cv2.CAP_PROP_POS_FRAMES, 200)
    cv2.imwrite(str(args.out / "webcam.jpg"), clip.read()[1], [cv2.IMWRITE_JPEG_QUALITY, 90])
    astronaut, hopper = read(args.fixtures / "astronaut.png"), read(args.fixtures / "grace_hopper.jpg")
    webcam, rocket = read(args.out / "webcam.jpg"), read(args.fixtures / "rocket.jpg")
    pair = np.concatenate([astronaut[:256, 100:356], cv2.resize(hopper[80:592], (256, 256), interpolation=cv2.INTER_AREA)], 1)

    found = {}
    for name, picture in {"astronaut.png": astronaut, "grace_hopper.jpg": hopper, "webcam.jpg": webcam, "rocket.jpg": rocket}.items():
        found[name] = by_mediapipe(picture, detector)
        check_formulas(picture, network, found[name])
        check_formulas(picture, sparse, by_mediapipe(picture, far_detector), FULL, 192, within=2)
    write("detections.json", found)

    outputs, full_outputs = {}, {}
    for name, picture in {"astronaut": astronaut, "webcam": webcam, "pair": pair, "rocket": rocket}.items():
        small = fit(picture, cv2.INTER_AREA)
        cv2.imwrite(str(args.out / f"{name}_128.png"), cv2.cvtColor(small, cv2.COLOR_RGB2BGR))
        regressors, classificators = network(small)
        # Some anchors from everywhere, and all that could become a face.
        kept = sorted({*range(0, 896, 9), *np.flatnonzero(classificators.ravel() > -3).tolist()})
        scores, points = decode(regressors, classificators, 0.1)
        outputs[name] = {
            "classificators": classificators.ravel(),
            "kept": kept,
            "regressors": regressors[kept],
            "decoded": [{"score": s, "points": p.ravel()} for s, p in zip(scores, points)],
            "merged": [{"score": s, "points": p.ravel()} for s, p in suppress(scores, points)],
        }
        # The same picture in the top left corner, the rest black.
        larger = np.zeros((192, 192, 3), np.uint8)
        larger[:128, :128] = small
        regressors, classificators = full(larger)
        kept = sorted({*range(0, 2304, 25), *np.flatnonzero(classificators.ravel() > -3).tolist()})
        scores, points = decode(regressors, classificators, 0.1, FULL, 192)
        full_outputs[name] = {
            "kept": kept,
            "classificators": classificators.ravel()[kept],
            "regressors": regressors[kept],
            "decoded": [{"score": s, "points": p.ravel()} for s, p in zip(scores, points)],
        }
    write("outputs.json", outputs)
    write("outputs_full.json", full_outputs)

    random = np.random.default_rng(2)
    heaps = []
    for count in (1, 12, 60):
        centre, size = random.uniform(0, 1, (count, 2)), random.uniform(0.1, 0.5, (count, 1))
        points = np.concatenate([centre - size / 2, centre + size / 2, random.uniform(0, 1, (count, 12))], 1)
        scores = random.uniform(0.5, 1, count)
        heaps.append({
            "detections": [{"score": s, "points": p} for s, p in zip(scores, points)],
            "merged": [{"score": s, "points": p.ravel()} for s, p in suppress(scores, points.reshape(-1, 8, 2))],
        })
    write("weighted_nms.json", heaps)

    boxed = []
    for x, y, width, height in ((0, 0, 640, 480), (0, 0, 300, 401), (0, 0, 128, 128), (0, 0, 1, 999), (100, 50.5, 240, 135)):
        pad = padding(width, height)
        points = random.uniform(-0.1, 1.1, (8, 2))
        boxed.append({
            "region": {"x": x, "y": y, "width": width, "height": height},
            "points": points.ravel(),
            "inFrame": (remove_padding(points, pad, width, height) + [x, y]).ravel(),
        })
    write("geometry.json", {"anchors": anchors(SHORT).ravel(), "fullAnchors": anchors(FULL)[::7].ravel(), "letterboxes": boxed})

    turned = cv2.warpAffine(webcam, cv2.getRotationMatrix2D((200, 150), 25, 1), (400, 300), borderMode=cv2.BORDER_REPLICATE)
    cv2.imwrite(str(args.out / "turned.jpg"), cv2.cvtColor(turned, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, 90])
    turned = read(args.out / "turned.jpg")
    crops = []
    corner = {"points": [-30, -20, 90, 100, 20, 10, 60, -15]}
    tiny = {"points": [180, 150, 210, 180, 188, 158, 199, 161]}
    for name, picture, face, margin, shift_y in (
        ("astronaut.png", astronaut, found["astronaut.png"][0], 0.1, 0),
        ("turned.jpg", turned, by_mediapipe(turned, detector)[0], 0.2, -0.05),
        ("webcam.jpg", webcam, corner, 0, 0.1),
        ("webcam.jpg", webcam, tiny, -0.1, 0),
    ):
        file = f"crop_{len(crops)}.png"
        cv2.imwrite(str(args.out / file), crop(picture, face, margin, shift_y, 48).round().astype(np.uint8))
        crops.append({"picture": name, "points": face["points"][:8], "margin": margin, "shiftY": shift_y, "crop": file})
    write("crops.json", crops)


if __name__ == "__main__":
    main()
