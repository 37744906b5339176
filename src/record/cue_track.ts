/** A text is shown only if it lasts for at least this long, in seconds. */
const leastS = 0.5;

/** If no text lasts that long, the one seen longest is shown after this time, in seconds. */
const flickerS = 1;

/** Longer cues are split: players that seek into a cue often do not show it. In seconds. */
const mostS = 10;

/** Tolerance for rounding errors in sums of times, in seconds. */
const slackS = 1e-6;

/** A text shown on the screen for some time. */
export interface Cue<Place> {
  /** What is shown. */
  readonly text: string;
  /** Where it is shown. */
  readonly place: Place;
  /** Start in seconds. */
  readonly start: number;
  /** End in seconds. */
  readonly end: number;
}

/** Texts other than the one shown, until one of them has lasted long enough. */
interface Change<Place> {
  readonly start: number;
  /** How long each text was seen, in seconds. */
  readonly seconds: Map<string, number>;
  /** The latest text. */
  text: string;
  place: Place;
  /** When it was first seen, in seconds. */
  since: number;
  /** When it was last seen, in seconds. */
  end: number;
}

/**
 * Makes cues from a text that may change with every frame. A text is shown, from its start, once it
 * has lasted half a second. While texts flicker, the one seen longest is shown.
 *
 * @example
 * ```ts
 * import { CueTrack } from "./cue_track.ts";
 * import assert from "node:assert/strict";
 *
 * const track = new CueTrack<undefined>();
 * track.add("happy", undefined, 0, 1);
 * assert.deepEqual(track.add("", undefined, 1, 2), [
 *   { text: "happy", place: undefined, start: 0, end: 1 },
 * ]);
 * ```
 */
export class CueTrack<Place> {
  readonly #moved: (from: Place, to: Place) => boolean;
  #open: Cue<Place> | undefined;
  #change: Change<Place> | undefined;

  /** @param moved Whether two places are so far apart that the text must move. @default {never} */
  constructor(moved: (from: Place, to: Place) => boolean = () => false) {
    this.#moved = moved;
  }

  /** Start of the next cue of this track; `undefined` while there is no text. */
  get start(): number | undefined {
    return this.#open?.start ?? this.#change?.start;
  }

  /**
   * Takes the text of a frame.
   *
   * @param text The text, "" for none.
   * @param place Where it is shown.
   * @param start Start in seconds, not before the last `end`.
   * @param end End in seconds.
   * @returns The cues that have ended.
   */
  add(text: string, place: Place, start: number, end: number): Cue<Place>[] {
    const open = this.#open;
    if (text === (open?.text ?? "")) {
      this.#change = undefined;
      if (open === undefined) return [];
      const isDue = open.end - open.start >= leastS;
      if (isDue && (end - open.start > mostS || this.#moved(open.place, place))) {
        this.#open = { text, place, start, end };
        return [{ ...open, end: start }];
      }
      this.#open = { ...open, end };
      return [];
    }
    const change = this.#change ??= { start, seconds: new Map(), text, place, since: start, end };
    if (text !== change.text) Object.assign(change, { text, place, since: start });
    change.end = end;
    change.seconds.set(text, (change.seconds.get(text) ?? 0) + end - start);
    if (end - change.since >= leastS - slackS) return this.#turn(text, change.since);
    return end - change.start < flickerS - slackS ? [] : this.#turn(longest(change), change.start);
  }

  /**
   * Ends the track.
   *
   * @returns The last cue, if there is one.
   */
  finish(): Cue<Place>[] {
    const change = this.#change;
    if (this.#open === undefined && change) this.#turn(longest(change), change.start);
    const last = this.#open;
    this.#open = this.#change = undefined;
    return last === undefined ? [] : [last];
  }

  /** Switches to another text. */
  #turn(text: string, start: number): Cue<Place>[] {
    const { place, end } = this.#change!;
    const ended = this.#open;
    this.#open = text === "" ? undefined : { text, place, start, end };
    this.#change = undefined;
    return ended === undefined ? [] : [{ ...ended, end: start }];
  }
}

function longest({ seconds }: { seconds: ReadonlyMap<string, number> }): string {
  return [...seconds].reduce((most, entry) => entry[1] > most[1] ? entry : most)[0];
}
