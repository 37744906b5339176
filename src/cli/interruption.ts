/**
 * The signals that end the program: SIGINT comes from Ctrl-C, SIGTERM from service managers and `docker
 * stop`. SIGHUP keeps its default, so that nohup works.
 */
const EXIT_CODES: Readonly<Record<string, number>> = Deno.build.os === "windows"
  ? { SIGINT: 130 }
  : { SIGINT: 130, SIGTERM: 143 };

/**
 * Listens for signals that end the program until it is disposed. A second one ends it at once.
 */
export class Interruption implements Disposable {
  readonly #controller = new AbortController();
  readonly #stack = new DisposableStack();
  #exitCode = 0;

  /**
   * @param hasToFinish False where nothing has to be finished: then the system ends the program at
   * once, even in the middle of a calculation.
   */
  constructor(hasToFinish = true) {
    if (!hasToFinish) return;
    for (const [name, code] of Object.entries(EXIT_CODES)) {
      const end = () => {
        if (this.signal.aborted) Deno.exit(code);
        this.#exitCode ||= code;
        this.#controller.abort();
      };
      Deno.addSignalListener(name as Deno.Signal, end);
      this.#stack.defer(() => Deno.removeSignalListener(name as Deno.Signal, end));
    }
  }

  /** Fires at the first such signal. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** The exit code for that signal: 128 and its number. */
  get exitCode(): number {
    return this.#exitCode;
  }

  /** Stops listening. */
  [Symbol.dispose](): void {
    this.#stack.dispose();
  }
}
