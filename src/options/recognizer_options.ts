import detector from "../../models/blazeface/card.json" with { type: "json" };
import { engineNames } from "../engine/start_engine.ts";
import { defaultDetectEffort, type DetectEffort, detectEfforts } from "../face/detect_effort.ts";
import { bundledModels } from "../model/bundled_models.ts";
import type { Options } from "./option.ts";

/** The options of a recognizer, for the command line and for the service's queries. */
export const RECOGNIZER_OPTIONS = {
  model: {
    kind: "text",
    short: "m",
    placeholder: "NAME",
    default: bundledModels[0],
    help: `Emotion model: ${bundledModels.join(", ")}, or a model's folder`,
  },
  minScore: {
    kind: "number",
    placeholder: "S",
    min: 0,
    max: 1,
    default: detector.decoding.minScoreThresh,
    help: "Leave out faces with a lower detection score",
  },
  maxFaces: {
    kind: "integer",
    placeholder: "N",
    min: 1,
    help: "Report at most N faces per frame, those with the highest scores",
  },
  detect: {
    kind: "choice",
    placeholder: "HOW",
    choices: Object.keys(detectEfforts) as DetectEffort[],
    default: defaultDetectEffort,
    help:
      "How small faces may be: fast (1/15 of the longer side), auto (20 pixels), thorough (12 " +
      "pixels, slow)",
  },
  cropOnly: { kind: "flag", help: "Classify whole pictures, without face detection" },
} as const satisfies Options;

/** The option that chooses the threads. */
export const WORKERS_OPTIONS = {
  workers: {
    kind: "count",
    placeholder: "N",
    max: 256,
    default: "auto",
    help: "Recognize in N threads; 0 for the main one, auto for as many as there are cores",
  },
} as const satisfies Options;

/** The option that chooses the engine. */
export const ENGINE_OPTIONS = {
  engine: {
    kind: "choice",
    placeholder: "NAME",
    choices: engineNames,
    default: "auto",
    help: "Engine for the networks: auto is wasm, or tfjs if wasm lacks a layer",
  },
} as const satisfies Options;
