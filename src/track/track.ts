import type { FaceBaseline } from "../emotion/face_baseline.ts";
import { isClear, type Reliability, uncertainty } from "../emotion/uncertainty.ts";
import { type Box, type Landmarks, round } from "../geometry.ts";
import type { FaceQuality, FaceResult } from "../result.ts";
import { ElapsedAverage } from "./elapsed_average.ts";
import { OneEuroFilter } from "./one_euro_filter.ts";
import { steadyLabel } from "./steady_label.ts";

/** How MediaPipe steadies face landmarks, whose speed is measured in face widths a second. */
const oneEuro = { minCutoff: 1, beta: 40, derivateCutoff: 1 };
/** By how much another label must lead. */
const labelMargin = 0.1;

/** What the tracks of one source share. */
export interface TrackOptions extends Reliability {
  /** Over how many milliseconds values are averaged. */
  readonly smoothMs: number;
  /** Makes the baseline of a new face. */
  readonly newBaseline?: (() => FaceBaseline) | undefined;
}

/** One face, followed from frame to frame. */
export class Track {
  /** When the face was last seen, in seconds of the source. */
  seenAt = -Infinity;
  /** Where it was seen then, as the detector said. */
  box: Box = { x: 0, y: 0, width: 0, height: 0 };
  readonly #options: TrackOptions;
  readonly #isSteadied: boolean;
  readonly #baseline: FaceBaseline | undefined;
  readonly #average: ElapsedAverage;
  readonly #qualityAverage: ElapsedAverage;
  readonly #filters: OneEuroFilter[] = [];
  #label = -1;
  #id: number | undefined;

  /** @param options As for the tracker. */
  constructor(options: TrackOptions) {
    const { smoothMs, newBaseline } = options;
    this.#options = options;
    this.#isSteadied = smoothMs > 0;
    this.#baseline = newBaseline?.();
    this.#average = new ElapsedAverage(smoothMs);
    this.#qualityAverage = new ElapsedAverage(smoothMs);
  }

  /**
   * Takes the face as it is in the next frame.
   *
   * @param face The face.
   * @param time Seconds since the start of the source.
   * @param newId Gives the number of a face that is seen again and has none yet.
   * @returns The face, numbered and steadied.
   */
  update(face: FaceResult, time: number, newId?: () => number): FaceResult {
    const elapsedS = time - this.seenAt;
    this.seenAt = time;
    this.box = face.box;
    this.#id ??= newId?.();
    const labels = Object.keys(face.probabilities);
    const valuesOf = (probabilities: Readonly<Record<string, number>>) =>
      labels.map((label) => probabilities[label]!);
    const reading = this.#baseline?.read(face.probabilities, time, isClear(face));
    const averages = this.#average.add(
      valuesOf(reading?.probabilities ?? face.probabilities),
      elapsedS * 1000,
    );
    const record = (values: readonly number[]) =>
      Object.fromEntries(labels.map((label, i) => [label, round(values[i]!, 4)]));
    this.#label = steadyLabel(this.#label, averages, this.#isSteadied ? labelMargin : 0);
    const confidence = round(averages[this.#label]!, 4);
    const quality = face.quality && this.#steadyQuality(face.quality, elapsedS * 1000);
    const { uncertain: _, reasons: __, ...rest } = face;
    return {
      ...(this.#id !== undefined && { id: this.#id }),
      ...rest,
      ...(this.#isSteadied && this.#steadied(face, elapsedS)),
      emotion: labels[this.#label]!,
      confidence,
      ...uncertainty(confidence, quality, this.#options),
      ...(reading && {
        ...(reading.confidence > 0 && { adjusted: record(valuesOf(reading.probabilities)) }),
        baselineConfidence: round(reading.confidence, 4),
      }),
      smoothed: record(averages),
    };
  }

  #steadyQuality(quality: FaceQuality, elapsedMs: number): FaceQuality {
    // A head that is shaken is turned, though to neither side on the average.
    const averages = this.#qualityAverage.add(Object.values(quality).map(Math.abs), elapsedMs);
    const names = Object.keys(quality);
    return Object.fromEntries(
      names.map((name, i) => [name, averages[i]!]),
    ) as unknown as FaceQuality;
  }

  #steadied(
    { box, landmarks }: FaceResult,
    elapsedS: number,
  ): Pick<FaceResult, "box" | "landmarks"> {
    let next = 0;
    const steady = (value: number): number => {
      const filter = this.#filters[next++] ??= new OneEuroFilter(oneEuro);
      return filter.filter(value, elapsedS, 1 / box.width);
    };
    const centreX = steady(box.x + box.width / 2), centreY = steady(box.y + box.height / 2);
    const width = steady(box.width), height = steady(box.height);
    const points = landmarks &&
      Object.entries(landmarks).map(([name, [x, y]]) =>
        [name, [round(steady(x), 1), round(steady(y), 1)]] as const
      );
    return {
      box: {
        x: round(centreX - width / 2, 1),
        y: round(centreY - height / 2, 1),
        width: round(width, 1),
        height: round(height, 1),
      },
      ...(points && { landmarks: Object.fromEntries(points) as unknown as Landmarks }),
    };
  }
}
