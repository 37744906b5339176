const pixels = { type: "number", description: "Pixels of the picture, to a tenth." };
const share = { type: "number", minimum: 0, maximum: 1 };
const point = { type: "array", items: { type: "number" }, minItems: 2, maxItems: 2 };
const probabilities = { type: "object", additionalProperties: share };

/** The parts of a face that have a point. */
const landmarks = ["rightEye", "leftEye", "nose", "mouth", "rightEar", "leftEar"];

/** JSON schemas of what the service answers, for its OpenAPI document. */
export const SCHEMAS = {
  Record: {
    type: "object",
    description: "What one picture shows.",
    required: ["source", "frame", "time", "width", "height", "faces"],
    properties: {
      source: { type: "string", description: "The name of the form's file; - for a body." },
      frame: { type: "integer", description: "0 for a picture; of a stream, from 0." },
      time: { type: "number", description: "0 for a picture; seconds since a stream's first." },
      width: { type: "integer", description: "Of the picture in pixels, upright." },
      height: { type: "integer", description: "Of the picture in pixels, upright." },
      latencyMs: { type: "integer", description: "Milliseconds in the service. Streams only." },
      dropped: { type: "integer", description: "Pictures left out so far. Streams only." },
      faces: {
        type: "array",
        description: "The faces, the surest first.",
        items: { $ref: "#/components/schemas/Face" },
      },
    },
  },
  Face: {
    type: "object",
    description: "A face and the emotion that it shows.",
    required: ["box", "score", "emotion", "confidence", "probabilities"],
    properties: {
      id: { type: "integer", minimum: 1, description: "The face's number. Streams only." },
      box: {
        type: "object",
        required: ["x", "y", "width", "height"],
        properties: { x: pixels, y: pixels, width: pixels, height: pixels },
      },
      score: { ...share, description: "How sure the detector is that this is a face." },
      landmarks: {
        type: "object",
        description: "Six points in pixels. Left out with crop_only.",
        properties: Object.fromEntries(landmarks.map((name) => [name, point])),
      },
      emotion: { type: "string", description: "The label with the largest probability." },
      confidence: { ...share, description: "Its probability." },
      uncertain: {
        const: true,
        description: "There where the confidence is too low for the label to be relied on.",
      },
      probabilities: { ...probabilities, description: "Of every label. They sum to 1." },
      smoothed: { ...probabilities, description: "Averaged over the last moments. Streams only." },
    },
  },
  Model: {
    type: "object",
    description: "The card of a model; it has further fields.",
    required: ["name", "labels", "colors", "uncertainBelow"],
    properties: {
      name: { type: "string", description: "What the parameter model takes." },
      labels: { type: "array", items: { type: "string" } },
      colors: {
        type: "object",
        description: "The colour of each label.",
        additionalProperties: { type: "string" },
      },
      uncertainBelow: share,
    },
  },
  Problem: {
    type: "object",
    description: "What went wrong (RFC 9457).",
    required: ["type", "title", "status", "detail"],
    properties: {
      type: { type: "string", format: "uri", description: "Stable across releases." },
      title: { type: "string" },
      status: { type: "integer" },
      detail: { type: "string", description: "For people." },
    },
  },
} as const;
