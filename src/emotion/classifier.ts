import type { Engine, Session } from "../engine/engine.ts";
import { readModelJson, readNetwork } from "../model/read_network.ts";
import { ModelError } from "../errors.ts";
import { type ModelCard, parseCard } from "../model/card.ts";
import { temperatureScale } from "./temperature_scale.ts";

/** A network that names the emotion on face crops, with its card. */
export class EmotionClassifier implements Disposable {
  /** What the model says of itself. */
  readonly card: ModelCard;
  readonly #session: Session;

  private constructor(card: ModelCard, session: Session) {
    this.card = card;
    this.#session = session;
  }

  /**
   * Loads a model.
   *
   * @param engine What runs the network.
   * @param folder URL of the model's folder, with a slash at its end.
   * @returns The classifier, warmed up.
   * @throws {ModelError} If the folder is no model, or its card and its network disagree.
   * @throws {EnvironmentError} If the folder may not be read.
   */
  static async load(engine: Engine, folder: URL): Promise<EmotionClassifier> {
    const cardUrl = new URL("card.json", folder);
    const card = parseCard(await readModelJson(cardUrl), cardUrl.href);
    const session = await engine.load(await readNetwork(folder));
    const { width, height, channels } = card.input;
    const expected = `${height},${width},${channels} -> ${card.labels.length}`;
    const found = `${session.inputShape} -> ${session.outputShapes.join(" and ")}`;
    if (expected !== found) {
      session[Symbol.dispose]();
      throw new ModelError(
        "model-invalid",
        `Cannot use model ${folder}: its card says ${expected} but its network is ${found}`,
      );
    }
    return new EmotionClassifier(card, session);
  }

  /**
   * Names the emotion on each crop.
   *
   * @param crops `count` crops of the card's input size, one after the other, samples in 0 to 1.
   * @param count How many crops there are.
   * @returns For each crop the calibrated probabilities, in the order of the card's labels.
   */
  async classify(crops: Float32Array, count: number): Promise<Float32Array[]> {
    if (count === 0) return [];
    const [low, high] = this.card.input.range;
    const input = low === 0 && high === 1 ? crops : crops.map((v) => low + v * (high - low));
    const [output] = await this.#session.run(input, count);
    const size = this.card.labels.length;
    return Array.from(
      { length: count },
      (_, i) => temperatureScale(output!.subarray(i * size, (i + 1) * size), this.card.temperature),
    );
  }

  /** Frees the network. */
  [Symbol.dispose](): void {
    this.#session[Symbol.dispose]();
  }
}
