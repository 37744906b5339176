/** @import { FrameResult } from "../../result.ts" */

/** Makes one stream of several, each of which the server begins anew. */
export class JoinedStreams {
  #before = { id: 0, dropped: 0 };
  #latest = { id: 0, dropped: 0 };

  /** Begins the next stream. */
  begin() {
    this.#before = this.#latest;
  }

  /**
   * @param {FrameResult} record Of the stream that was begun last.
   * @returns {FrameResult} Its ids and `dropped` go on from those of the streams before.
   */
  add(record) {
    const { id: ids, dropped: before } = this.#before;
    const dropped = before + (record.dropped ?? 0);
    const faces = record.faces.map((face) =>
      face.id === undefined ? face : { ...face, id: face.id + ids }
    );
    const id = Math.max(this.#latest.id, ...faces.map((face) => face.id ?? 0));
    this.#latest = { id, dropped };
    return { ...record, ...(record.dropped !== undefined && { dropped }), faces };
  }
}
