import { MienError, OptionError } from "../errors.ts";
import { explain } from "./advice.ts";
import { errorsOf } from "./errors_of.ts";
import { note } from "./output.ts";
import { Progress } from "./progress.ts";

/** Reports the state of a run on standard error: what fails, and at the end which files it wrote. */
export class Reporter implements Disposable {
  /** The progress line. */
  readonly progress: Progress;
  readonly #isQuiet: boolean;
  /** What was written to each file and folder, in the order in which they were opened. */
  readonly #outputs = new Map<string, string | undefined>();
  #hasFailed = false;

  /**
   * @param isQuiet Whether to leave out what is neither a problem nor asked for.
   * @param showsProgress Whether to draw a progress line.
   */
  constructor(isQuiet: boolean, showsProgress: boolean) {
    this.#isQuiet = isQuiet;
    this.progress = new Progress(showsProgress);
  }

  /** Whether anything has failed so far. */
  get hasFailed(): boolean {
    return this.#hasFailed;
  }

  /** Writes a line. */
  tell(line: string): void {
    this.progress.clear();
    note(line);
  }

  /** Writes a message of this program. */
  say(message: string): void {
    this.tell(`mien: ${message}`);
  }

  /** Reports a failure after which the run continues. */
  fail(error: unknown): void {
    this.complain(explain(error));
  }

  /** Tells what went wrong of a run that continues. */
  complain(message: string): void {
    this.#hasFailed = true;
    this.say(message);
  }

  /**
   * Runs an action and reports its errors, unless they concern the whole run.
   *
   * @param action The action.
   * @param stop If the action throws this signal's reason, that is not a failure.
   * @throws If the error is wrong usage, a bug or an interruption.
   */
  async attempt(action: () => Promise<void>, stop: AbortSignal): Promise<void> {
    try {
      await action();
    } catch (error) {
      const errors = errorsOf(error).filter((it) => it !== stop.reason);
      if (errors.some((it) => !(it instanceof MienError) || it instanceof OptionError)) throw error;
      errors.forEach((it) => this.fail(it));
    }
  }

  /** Notes that a file or folder is to be written. */
  addOutput(path: string): void {
    this.#outputs.set(path, undefined);
  }

  /**
   * Notes that it was written.
   *
   * @param path The file or folder.
   * @param extent What is in it, for people.
   */
  addWritten(path: string, extent = ""): void {
    this.#outputs.set(path, extent);
  }

  /** Clears the progress line and lists what was written. */
  [Symbol.dispose](): void {
    this.progress[Symbol.dispose]();
    if (this.#isQuiet) return;
    for (const [path, extent] of this.#outputs) {
      if (extent !== undefined) note(`wrote ${path}${extent && ` (${extent})`}`);
    }
  }
}
