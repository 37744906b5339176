import type { Engine, Session } from "../engine/engine.ts";
import { ModelError } from "../errors.ts";
import { type ModelCard, parseCard } from "../model/card.ts";
import { type ModelFiles, readModelJson } from "../model/model_files.ts";
import { readNetwork } from "../model/read_network.ts";
import { temperatureScale } from "./temperature_scale.ts";

/** A network that names the emotion on face crops, with its card. */
export class EmotionClassifier implements Disposable {
  /** The model's card. */
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
   * @param files The model's files.
   * @returns The classifier. Dispose it to free the network.
   * @throws {ModelError} If the files are not a model, or its card and its network disagree.
   * @throws {EnvironmentError} If the permission to read the files is missing.
   */
  static async load(engine: Engine, files: ModelFiles): Promise<EmotionClassifier> {
    const card = parseCard(await readModelJson(files, "card.json"), `${files.place}card.json`);
    const { graph, weights, compiled } = await readNetwork(files);
    const session = await engine.load(graph, weights, compiled);
    const { width, height, channels } = card.input;
    const expected = `${height},${width},${channels} -> ${card.labels.length}`;
    const found = `${session.inputShape} -> ${session.outputShapes.join(" and ")}`;
    if (expected !== found) {
      session[Symbol.dispose]();
      throw new ModelError(
        "model-invalid",
        `Cannot use model ${files.place}: its card says ${expected} but its network is ${found}`,
      );
    }
    return new EmotionClassifier(card, session);
  }

  /**
   * Names the emotion on each crop.
   *
   * @param crops Crops of the card's input size, samples in 0 to 1.
   * @returns For each crop the calibrated probabilities, in the order of the card's labels.
   * @throws {ModelError} If the network gives something else than probabilities (`model-invalid`).
   */
  async classify(crops: readonly Float32Array[]): Promise<Float32Array[]> {
    const [first] = crops;
    if (first === undefined) return [];
    const [low, high] = this.card.input.range;
    const input = new Float32Array(crops.length * first.length);
    crops.forEach((crop, i) => input.set(crop, i * first.length));
    for (let i = 0; i < input.length; i++) input[i] = low + input[i]! * (high - low);
    const [output] = await this.#session.run(input, crops.length);
    const size = this.card.labels.length;
    return crops.map((_, i) => {
      const answer = output!.subarray(i * size, (i + 1) * size);
      const sum = answer.reduce((sum, p) => sum + Math.abs(p), 0);
      if (Math.abs(sum - 1) < 0.01) return temperatureScale(answer, this.card.temperature);
      throw new ModelError(
        "model-invalid",
        `Cannot use model ${this.card.name}: its outputs sum to ${sum}, not 1`,
      );
    });
  }

  /** Frees the network. */
  [Symbol.dispose](): void {
    this.#session[Symbol.dispose]();
  }
}
