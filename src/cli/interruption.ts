/**
 * What asks a program to end: Ctrl-C, and service managers and `docker stop`. A handler of SIGHUP
 * would undo nohup.
 */
const EXIT_CODES: Readonly<Record<string, number>> = Deno.build.os === "windows"
  ? { SIGINT: 130 }
  : { SIGINT: 130, SIGTERM: 143 };

/** Waits to be asked to end, as long as it is not disposed. Asked again, the program ends at once. */
export class Interruption implements Disposable {
  readonly #controller = new AbortController();
  readonly #stack = new DisposableStack();
  #exitCode = 0;

  constructor() {
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

  /** Fires when the program is asked to end. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** What the program ends with then: 128 and the number of the signal. */
  get exitCode(): number {
    return this.#exitCode;
  }

  /** Gives the signals back to the system. */
  [Symbol.dispose](): void {
    this.#stack.dispose();
  }
}
