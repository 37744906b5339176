/** A face seen in one video. */
export interface SeenFace<Value> {
  /** Number of the video, as in `RecordSpan`. */
  readonly run: number;
  /** The face's id, or 0 for all faces without an id together. */
  readonly id: number;
  /** What is collected about it. */
  readonly value: Value;
  /** How long it was seen, in seconds. */
  readonly seconds: number;
}

type Entry<Value> = SeenFace<Value> & { seconds: number; lastSeen: number };

/**
 * Collects something about each face. If there are too many faces, a new one replaces the absent face
 * that was seen for the shortest time.
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
   * @param make Makes the value for a new face.
   */
  constructor(most: number, make: () => Value) {
    this.#most = most;
    this.#make = make;
  }

  /** Number of faces with an id, kept or not. */
  get count(): number {
    return this.#count;
  }

  /**
   * Notes that a face is seen.
   *
   * @param run Number of the video.
   * @param id The face's id, or 0. Later faces of a video have larger ids.
   * @param start Start in seconds.
   * @param end End in seconds.
   * @returns What is collected about the face, or `undefined` if too many other faces are visible.
   */
  see(run: number, id: number, start: number, end: number): Value | undefined {
    const key = `${run} ${id}`;
    let entry = this.#entries.get(key);
    if (entry === undefined) {
      // A smaller id is a face that was counted before and replaced.
      if (id > (this.#newestIds.get(run) ?? 0)) {
        this.#newestIds.set(run, id);
        this.#count++;
      }
      if (this.#entries.size >= this.#most && !this.#replaceOne(run, start)) return undefined;
      entry = { run, id, value: this.#make(), seconds: 0, lastSeen: start };
      this.#entries.set(key, entry);
    }
    entry.seconds += end - start;
    entry.lastSeen = start;
    return entry.value;
  }

  /**
   * Gives the faces seen longest. In a video whose faces have ids, those without are left out: they
   * are new faces, which get an id in the next frame.
   *
   * @param most How many to give.
   * @returns The faces, sorted by video and id.
   */
  longest(most: number): SeenFace<Value>[] {
    return [...this.#entries.values()]
      .filter(({ run, id }) => id > 0 || !this.#newestIds.has(run))
      .sort((a, b) => b.seconds - a.seconds).slice(0, most)
      .sort((a, b) => a.run - b.run || a.id - b.id);
  }

  #replaceOne(run: number, now: number): boolean {
    let shortest: [string, Entry<Value>] | undefined;
    for (const [key, entry] of this.#entries) {
      if (entry.run === run && entry.lastSeen === now) continue;
      if (shortest === undefined || entry.seconds < shortest[1].seconds) shortest = [key, entry];
    }
    return shortest !== undefined && this.#entries.delete(shortest[0]);
  }
}
