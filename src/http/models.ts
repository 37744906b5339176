import { bundledModels } from "../model/bundled_models.ts";
import { type ModelCard, parseCard } from "../model/card.ts";
import { readModelJson } from "../model/model_files.ts";
import { modelName, openModel } from "../model/open_model.ts";
import { Recognizer } from "../recognizer.ts";
import { emotionColor } from "../draw/emotion_colors.ts";

/** The models of a service by name. Each is loaded once, when it is first asked for. */
export class Models implements Disposable {
  /** The model of requests that name none. */
  readonly defaultName: string;
  readonly #folders: ReadonlyMap<string, string | URL>;
  readonly #loaded = new Map<string, Promise<Recognizer>>();

  /** @param model The default: a bundled name, or a folder, whose last part becomes its name. */
  constructor(model: string | URL = bundledModels[0]) {
    this.defaultName = modelName(model);
    this.#folders = new Map([
      [this.defaultName, model],
      ...bundledModels.filter((name) => name !== this.defaultName).map((name) =>
        [name, name] as const
      ),
    ]);
  }

  /** The names that requests may give, the default first. */
  get names(): string[] {
    return [...this.#folders.keys()];
  }

  /** How many models are loaded or being loaded. */
  get loaded(): number {
    return this.#loaded.size;
  }

  /**
   * Returns a model, after loading it if necessary.
   *
   * @param name One of {@linkcode names}.
   * @returns The recognizer. It is shared by all requests and must not be disposed.
   * @throws {ModelError} If the model cannot be used.
   */
  async recognizer(name: string): Promise<Recognizer> {
    let loading = this.#loaded.get(name);
    if (loading === undefined) {
      loading = Recognizer.load({ model: this.#folders.get(name)! });
      this.#loaded.set(name, loading);
      loading.catch(() => this.#loaded.delete(name));
    }
    return await loading;
  }

  /**
   * Returns the cards, without loading the models.
   *
   * @returns A card for each name, with that as its `name` and a color for each label.
   * @throws {ModelError} If a model is missing or its card cannot be used.
   */
  async cards(): Promise<ModelCard[]> {
    return await Promise.all(
      [...this.#folders].map(async ([name, model]) => {
        const files = openModel(model);
        const card = parseCard(await readModelJson(files, "card.json"), `${files.place}card.json`);
        const colors = Object.fromEntries(card.labels.map((label) => [label, emotionColor(label)]));
        return { ...card, name, colors };
      }),
    );
  }

  /** Frees the loaded models. */
  [Symbol.dispose](): void {
    for (const loading of this.#loaded.values()) {
      loading.then((recognizer) => recognizer[Symbol.dispose](), () => {});
    }
    this.#loaded.clear();
  }
}
