import type { Frame } from "../image/frame.ts";
import type { FrameResult } from "../result.ts";
import type { Sink } from "../sink/sink.ts";

/** Counts the pictures of a run and the labels of their faces, and tells it at the end. */
export class PictureTotals implements Sink {
  readonly #tell: (line: string) => void;
  readonly #labels = new Map<string, number>();
  #pictures = 0;

  /** @param tell Takes the line. */
  constructor(tell: (line: string) => void) {
    this.#tell = tell;
  }

  /** Counts a picture. */
  write({ faces }: FrameResult, { still }: Pick<Frame, "still">): void {
    if (!still) return;
    this.#pictures++;
    for (const { emotion, uncertain } of faces) {
      const label = uncertain ? "uncertain" : emotion;
      this.#labels.set(label, (this.#labels.get(label) ?? 0) + 1);
    }
  }

  /** Does nothing: the totals are those of all sources. */
  endSource(): void {}

  /** Tells the totals, unless there is only one picture with one face, whose line says it all. */
  [Symbol.asyncDispose](): Promise<void> {
    const labels = [...this.#labels].sort(([, a], [, b]) => b - a);
    const faces = labels.reduce((sum, [, count]) => sum + count, 0);
    if (this.#pictures > 1 || faces > 1) {
      const shares = labels.map(([label, count]) => `${label} ${count}`).join(", ");
      this.#tell(
        `${plural(this.#pictures, "picture")}, ${plural(faces, "face")}${shares && `: ${shares}`}`,
      );
    }
    return Promise.resolve();
  }
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
