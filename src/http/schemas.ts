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
      baseline: {
        type: "string",
        description:
          "Where each person's neutral face comes from: auto, or such as 3s. Streams only.",
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
        description: "Present if the label cannot be relied on.",
      },
      reasons: {
        type: "array",
        description: "Why it cannot be relied on.",
        minItems: 1,
        items: { enum: ["close", "small", "blurred", "turned", "dark", "cut off"] },
      },
      quality: {
        type: "object",
        description: "What was measured on the face.",
        required: ["sizePx", "sharpness", "brightness", "visibleShare"],
        properties: {
          sizePx: { ...pixels, description: "The longer side of the box." },
          sharpness: {
            type: "number",
            minimum: 0,
            description: "How much fine detail there is, against the contrast.",
          },
          yawDegrees: {
            type: "number",
            description: "Turn of the head to the right of the picture. Absent with crop_only.",
          },
          rollDegrees: {
            type: "number",
            description: "Lean of the head, clockwise. Absent with crop_only.",
          },
          brightness: { ...share, description: "Mean brightness of the face." },
          visibleShare: { ...share, description: "The share of the box inside the picture." },
        },
      },
      probabilities: {
        ...probabilities,
        description: "The probability of each label. They sum to 1.",
      },
      adjusted: {
        ...probabilities,
        description: "The probabilities relative to the person's neutral face. Streams only.",
      },
      baselineConfidence: {
        ...share,
        description: "How well the person's neutral face is known. Streams only.",
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
