const pixels = { type: "number", description: "In pixels of the picture, rounded to a tenth." };
const share = { type: "number", minimum: 0, maximum: 1 };
const point = { type: "array", items: { type: "number" }, minItems: 2, maxItems: 2 };
const probabilities = { type: "object", additionalProperties: share };

/** The landmarks of a face. */
const landmarks = ["rightEye", "leftEye", "nose", "mouth", "rightEar", "leftEar"];

/** JSON schemas of the service's answers, for its OpenAPI document. */
export const SCHEMAS = {
  Record: {
    type: "object",
    description: "What one picture shows.",
    required: ["source", "frame", "time", "width", "height", "faces"],
    properties: {
      source: { type: "string", description: "The file name in the form, or - for a body." },
      frame: {
        type: "integer",
        description: "0 for a picture; the picture's number in a stream, from 0.",
      },
      time: {
        type: "number",
        description: "0 for a picture; seconds since the first picture of a stream.",
      },
      width: { type: "integer", description: "Width of the upright picture in pixels." },
      height: { type: "integer", description: "Height of the upright picture in pixels." },
      latencyMs: {
        type: "integer",
        description: "Milliseconds from the picture's arrival to this record. Streams only.",
      },
      dropped: {
        type: "integer",
        description: "Pictures dropped so far because newer ones arrived. Streams only.",
      },
      faces: {
        type: "array",
        description: "The faces, most confident first.",
        items: { $ref: "#/components/schemas/Face" },
      },
    },
  },
  Face: {
    type: "object",
    description: "A face and its emotion.",
    required: ["box", "score", "emotion", "confidence", "probabilities"],
    properties: {
      id: {
        type: "integer",
        minimum: 1,
        description: "The number of the face, the same in all records of a stream. Streams only.",
      },
      box: {
        type: "object",
        required: ["x", "y", "width", "height"],
        properties: { x: pixels, y: pixels, width: pixels, height: pixels },
      },
      score: { ...share, description: "The detector's confidence that this is a face." },
      landmarks: {
        type: "object",
        description: "Six points in pixels. Absent with crop_only.",
        properties: Object.fromEntries(landmarks.map((name) => [name, point])),
      },
      emotion: { type: "string", description: "The label with the highest probability." },
      confidence: { ...share, description: "Its probability." },
      uncertain: {
        const: true,
        description: "Present if the confidence is too low to rely on the label.",
      },
      probabilities: {
        ...probabilities,
        description: "The probability of each label. They sum to 1.",
      },
      smoothed: {
        ...probabilities,
        description: "Probabilities averaged over the last moments. Streams only.",
      },
    },
  },
  Model: {
    type: "object",
    description: "The card of a model. It has further fields.",
    required: ["name", "labels", "colors", "uncertainBelow"],
    properties: {
      name: { type: "string", description: "The name, as for the parameter model." },
      labels: { type: "array", items: { type: "string" } },
      colors: {
        type: "object",
        description: "The color of each label.",
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
      type: {
        type: "string",
        format: "uri",
        description: "The kind of problem. Stable across releases.",
      },
      title: { type: "string" },
      status: { type: "integer" },
      detail: { type: "string", description: "What happened, for people." },
    },
  },
} as const;
