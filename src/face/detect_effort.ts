/** How hard to look for small faces. */
export type DetectEffort = "fast" | "auto" | "thorough";

/** What each effort looks for. */
export const detectEfforts = {
  /** Faces of at least 1/15 of a frame's longer side, and many of 1/25. */
  fast: { smallestFacePx: Infinity, everyFrame: false },
  /** Faces large enough for their emotion to be read. */
  auto: { smallestFacePx: 20, everyFrame: false },
  /** Faces of a dozen pixels, in every frame of a video as in a still. */
  thorough: { smallestFacePx: 12, everyFrame: true },
} as const satisfies Record<DetectEffort, { smallestFacePx: number; everyFrame: boolean }>;

/** The effort where nobody asks for another. */
export const defaultDetectEffort: DetectEffort = "auto";
