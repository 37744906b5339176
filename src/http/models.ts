import { bundledModels } from "../model/bundled_models.ts";
import { type ModelCard, parseCard } from "../model/card.ts";
import { type ModelFiles, readModelJson } from "../model/model_files.ts";
import { modelName, openModel } from "../model/open_model.ts";
import { PooledRecognizer } from "../parallel/pooled_recognizer.ts";
import { postedModel } from "../parallel/posted_model.ts";
import { ThreadRecognizer } from "../parallel/thread_recognizer.ts";
import { Turns } from "../parallel/turns.ts";
import type { WorkerPool } from "../parallel/worker_pool.ts";
import type { FrameObserver } from "../pipeline.ts";
import { Recognizer } from "../recognizer.ts";
import { emotionColor } from "../draw/emotion_colors.ts";

/** The models of a service by name. Each is loaded once, when it is first asked for. */
export class Models implements Disposable {
  /** The model of requests that name none. */
  readonly defaultName: string;
  readonly #folders: ReadonlyMap<string, string | URL>;
  readonly #loaded = new Map<string, Promise<FrameObserver>>();
  /** What is freed at the end. */
  readonly #owned: Disposable[] = [];
  #isDisposed = false;
  readonly #turns = new Turns();
  readonly #pool: WorkerPool | undefined;

  /**
   * @param model The default: a bundled name, or a folder, whose last part becomes its name.
   * @param pool The workers to use, which belong to this object from now on.
   */
  constructor(model: string | URL = bundledModels[0], pool?: WorkerPool) {
    this.#pool = pool;
    if (pool) this.#owned.push(pool);
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

  /** How many workers run, and how many have ended so far. */
  get workers(): { running: number; ended: number } {
    return { running: this.#pool?.running ?? 0, ended: this.#pool?.ended ?? 0 };
  }

  /** How many pictures wait. */
  get waiting(): number {
    return this.#turns.waiting + (this.#pool?.waiting ?? 0);
  }

  /**
   * Returns a model, after loading it if necessary.
   *
   * @param name One of {@linkcode names}.
   * @returns What recognizes pictures with it, for all requests.
   * @throws {ModelError} If the model cannot be used.
   */
  async observer(name: string): Promise<FrameObserver> {
    let loading = this.#loaded.get(name);
    if (loading === undefined) {
      loading = this.#load(this.#folders.get(name)!);
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
        const card = await readCard(openModel(model));
        const colors = Object.fromEntries(card.labels.map((label) => [label, emotionColor(label)]));
        return { ...card, name, colors };
      }),
    );
  }

  /** Frees the loaded models, and stops the workers. */
  [Symbol.dispose](): void {
    this.#isDisposed = true;
    for (const each of this.#owned.splice(0).reverse()) each[Symbol.dispose]();
    this.#loaded.clear();
  }

  async #load(model: string | URL): Promise<FrameObserver> {
    const files = openModel(model);
    const posted = this.#pool && await postedModel(files);
    if (posted !== undefined) {
      const card = await readCard(files);
      return new PooledRecognizer({ card, model: posted, pool: this.#pool! });
    }
    const recognizer = await Recognizer.loadFrom(files);
    if (this.#isDisposed) recognizer[Symbol.dispose]();
    else this.#owned.push(recognizer);
    return new ThreadRecognizer(recognizer, this.#turns);
  }
}

async function readCard(files: ModelFiles): Promise<ModelCard> {
  return parseCard(await readModelJson(files, "card.json"), `${files.place}card.json`);
}
