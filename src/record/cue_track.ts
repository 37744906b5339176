/** A text that flashes up for less than this is not shown, in seconds. */
const leastS = 0.5;

/** If no text holds that long, the one seen longest is shown after this time, in seconds. */
const flickerS = 1;

/** Longer cues are cut, because players that seek into one often do not show it. In seconds. */
const mostS = 10;

/** Times are sums of fractions. In seconds. */
const slackS = 1e-6;

/** A text on the screen for a while. */
export interface Cue<Place> {
  /** What is shown. */
  readonly text: string;
  /** Where it is shown. */
  readonly place: Place;
  /** From when, in seconds. */
  readonly start: number;
  /** Until when, in seconds. */
  readonly end: number;
}

/** Other texts than the one shown, as long as none of them has held for long enough. */
interface Change<Place> {
  readonly start: number;
  /** How long each text was seen, in seconds. */
  readonly seconds: Map<string, number>;
  /** The text seen last. */
  text: string;
  place: Place;
  /** Since when it is seen. */
  since: number;
  /** Until when it is seen. */
  end: number;
}

/**
 * Makes cues of a text that may change with every frame: a text must hold for half a second to be
 * shown, from its beginning then. While texts flicker, that seen longest is shown.
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

  /** @param moved Whether a text must follow from one place to another. @default {never} */
  constructor(moved: (from: Place, to: Place) => boolean = () => false) {
    this.#moved = moved;
  }

  /** When the next cue that this track gives begins; nothing while no text is seen. */
  get start(): number | undefined {
    return this.#open?.start ?? this.#change?.start;
  }

  /**
   * Takes the text of a frame.
   *
   * @param text The text, empty for none.
   * @param place Where it belongs.
   * @param start Since when, in seconds, not before the last `end`.
   * @param end Until when, in seconds.
   * @returns The cues that ended.
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
   * Ends the text.
   *
   * @returns The last cue, if a text is shown.
   */
  finish(): Cue<Place>[] {
    const change = this.#change;
    if (this.#open === undefined && change) this.#turn(longest(change), change.start);
    const last = this.#open;
    this.#open = this.#change = undefined;
    return last === undefined ? [] : [last];
  }

  /** Shows another text than before. */
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
