import { openModel } from "../model/open_model.ts";
import { PooledRecognizer } from "../parallel/pooled_recognizer.ts";
import { postedModel } from "../parallel/posted_model.ts";
import { ThreadRecognizer } from "../parallel/thread_recognizer.ts";
import { WorkerPool } from "../parallel/worker_pool.ts";
import type { Recognizer } from "../recognizer.ts";
import { explain } from "./advice.ts";
import { loadRecognizer } from "./load_recognizer.ts";
import { pick } from "./pick.ts";
import type { RecognizeSettings } from "./recognize_options.ts";

/**
 * Loads what recognizes the frames of a run: workers, or a recognizer on this thread.
 *
 * @param stack Takes what is to be disposed.
 * @param settings What the user asked for.
 * @param say Tells the user of a problem.
 * @returns What recognizes frames.
 * @throws {MienError} If the model cannot be used.
 */
export async function loadObserver(
  stack: DisposableStack,
  settings: RecognizeSettings,
  say: (message: string) => void,
): Promise<Recognizer | PooledRecognizer> {
  const recognizer = await loadRecognizer(
    pick(settings, "model", "engine", "minScore", "maxFaces", "detect", "cropOnly"),
  );
  const { workers, engine } = settings;
  const size = workers === "auto" ? navigator.hardwareConcurrency : workers;
  if (size === 0 || (workers === "auto" && size === 1)) return stack.use(recognizer);
  const model = engine === "tfjs" ? undefined : await postedModel(
    openModel(settings.model),
    pick(settings, "minScore", "maxFaces", "detect", "cropOnly"),
  );
  if (model === undefined) {
    if (workers !== "auto") {
      say("No workers are used: they cannot run tfjs, which this model needs");
    }
    return stack.use(recognizer);
  }
  const pool = stack.use(new WorkerPool({ size, onWorkerEnd: (error) => say(explain(error)) }));
  if (workers !== "auto") pool.start();
  const first = workers === "auto" ? { first: new ThreadRecognizer(recognizer) } : {};
  return new PooledRecognizer({ card: recognizer.card, model, pool, ...first });
}
