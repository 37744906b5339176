import type { BlazeFaceCard } from "./blazeface.ts";
import type { SearchRange } from "./look_plan.ts";

/** The card of the short-range network. */
export interface ShortRangeCard extends BlazeFaceCard {
  readonly close: {
    /** Side of a close look, in sides of the box. */
    readonly sides: number;
    /** The score in a close look that makes a face. */
    readonly score: number;
    /** The sum of the three scores of a doubtful box that makes a face. */
    readonly sum: number;
    /** The same, of four scores of this network, for a box that it saw in the whole frame. */
    readonly wholeSum: number;
  };
}

/** The card of the full-range network. */
export interface FullRangeCard extends BlazeFaceCard {
  readonly search: Omit<SearchRange, "side"> & {
    /** Boxes with a shorter side, in pixels of the input, are candidates from `faintScore` on. */
    readonly faint: number;
    readonly faintScore: number;
    /** Other boxes are candidates from this score on. */
    readonly score: number;
  };
}
