/** A face that was seen in one video. */
export interface SeenFace<Value> {
  /** The video, as counted by `RecordSpans`. */
  readonly run: number;
  /** The face's id; 0 where faces have none, and this is all of them together. */
  readonly id: number;
  /** What is kept of it. */
  readonly value: Value;
  /** For how long it was seen, in seconds. */
  readonly seconds: number;
}

type Entry<Value> = SeenFace<Value> & { seconds: number; lastSeen: number };

/**
 * Keeps something of each face, of those seen longest if there are many: for a new face that seen
 * shortest is given up, of those that are away.
 *
 * @example
 * ```ts
 * import { SeenFaces } from "./seen_faces.ts";
 * import assert from "node:assert/strict";
 *
 * const faces = new SeenFaces<string[]>(32, () => []);
 * faces.see(0, 1, 0, 2)?.push("happy");
 * faces.see(0, 2, 0, 1)?.push("sad");
 * assert.deepEqual(faces.longest(1).map(({ id, value }) => [id, value]), [[1, ["happy"]]]);
 * assert.equal(faces.count, 2);
 * ```
 */
export class SeenFaces<Value> {
  readonly #most: number;
  readonly #make: () => Value;
  readonly #entries = new Map<string, Entry<Value>>();
  readonly #newestIds = new Map<number, number>();
  #count = 0;

  /**
   * @param most How many faces are kept.
   * @param make Makes what is kept of a new face.
   */
  constructor(most: number, make: () => Value) {
    this.#most = most;
    this.#make = make;
  }

  /** How many faces with an id there were, given up or not. */
  get count(): number {
    return this.#count;
  }

  /**
   * Notes that a face is seen.
   *
   * @param run The video.
   * @param id The face's id, or 0. Later faces of a video have larger ids.
   * @param start Since when, in seconds.
   * @param end Until when, in seconds.
   * @returns What is kept of it; nothing while too many others are there.
   */
  see(run: number, id: number, start: number, end: number): Value | undefined {
    const key = `${run} ${id}`;
    let entry = this.#entries.get(key);
    if (entry === undefined) {
      // A smaller id is a face that was counted and given up.
      if (id > (this.#newestIds.get(run) ?? 0)) {
        this.#newestIds.set(run, id);
        this.#count++;
      }
      if (this.#entries.size >= this.#most && !this.#giveUp(run, start)) return undefined;
      entry = { run, id, value: this.#make(), seconds: 0, lastSeen: start };
      this.#entries.set(key, entry);
    }
    entry.seconds += end - start;
    entry.lastSeen = start;
    return entry.value;
  }

  /**
   * Gives the faces seen longest. Those without an id are left out of videos in which others have
   * one: there they are faces on the first frame that shows them.
   *
   * @param most How many.
   * @returns The faces by video and id.
   */
  longest(most: number): SeenFace<Value>[] {
    return [...this.#entries.values()]
      .filter(({ run, id }) => id > 0 || !this.#newestIds.has(run))
      .sort((a, b) => b.seconds - a.seconds).slice(0, most)
      .sort((a, b) => a.run - b.run || a.id - b.id);
  }

  #giveUp(run: number, now: number): boolean {
    let shortest: [string, Entry<Value>] | undefined;
    for (const [key, entry] of this.#entries) {
      if (entry.run === run && entry.lastSeen === now) continue;
      if (shortest === undefined || entry.seconds < shortest[1].seconds) shortest = [key, entry];
    }
    return shortest !== undefined && this.#entries.delete(shortest[0]);
  }
}
