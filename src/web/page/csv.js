// @ts-self-types="../../record/csv.ts"
// @ts-nocheck Made from src/record/csv.ts, where it is checked, by build/page.ts.
const FRAME_COLUMNS = ["source", "frame", "time", "width", "height"];
const FACE_COLUMNS = [
    ...["face", "box_x", "box_y", "box_width", "box_height"],
    ...["score", "emotion", "confidence"],
];
const LATER_FACE_COLUMNS = ["id", "uncertain"];
const LIVE_COLUMNS = ["latency", "dropped"];
const QUALITY_COLUMNS = {
    size: "sizePx",
    sharpness: "sharpness",
    yaw: "yawDegrees",
    roll: "rollDegrees",
    brightness: "brightness",
    visible: "visibleShare",
};
const LATEST_FACE_COLUMNS = ["reasons", ...Object.keys(QUALITY_COLUMNS), "baseline_confidence"];
export function csvHeader(labels) {
    const smoothed = labels.map((label) => `smoothed_${label}`);
    const adjusted = labels.map((label) => `adjusted_${label}`);
    return [
        ...[...FRAME_COLUMNS, ...FACE_COLUMNS, ...labels],
        ...[...LATER_FACE_COLUMNS, ...smoothed, ...LIVE_COLUMNS],
        ...[...LATEST_FACE_COLUMNS, ...adjusted, "baseline"],
    ].map(cell).join(",");
}
export function csvRows(record, labels) {
    const frame = FRAME_COLUMNS.map((column) => record[column]);
    const live = [record.latencyMs ?? "", record.dropped ?? ""];
    const rows = record.faces.map((face, i) => [
        ...[...frame, i, ...faceCells(face, labels), ...live],
        ...[...latestCells(face, labels), record.baseline ?? ""],
    ]);
    if (rows.length === 0) {
        const empty = FACE_COLUMNS.length + LATER_FACE_COLUMNS.length + 2 * labels.length;
        const latest = LATEST_FACE_COLUMNS.length + labels.length;
        rows.push([
            ...[...frame, ...Array(empty).fill(""), ...live],
            ...[...Array(latest).fill(""), record.baseline ?? ""],
        ]);
    }
    return rows.map((row) => row.map(cell).join(",")).join("\n");
}
function faceCells(face, labels) {
    const { x, y, width, height } = face.box;
    const probabilities = labels.map((label) => face.probabilities[label] ?? 0);
    const smoothed = labels.map((label) => face.smoothed?.[label] ?? "");
    return [
        ...[x, y, width, height, face.score, face.emotion, face.confidence],
        ...[...probabilities, face.id ?? "", String(face.uncertain ?? false), ...smoothed],
    ];
}
function latestCells(face, labels) {
    return [
        face.reasons?.join(" + ") ?? "",
        ...Object.values(QUALITY_COLUMNS).map((name) => face.quality?.[name] ?? ""),
        face.baselineConfidence ?? "",
        ...labels.map((label) => face.adjusted?.[label] ?? ""),
    ];
}
function cell(value) {
    const text = String(value);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
