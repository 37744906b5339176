import { fileURLToPath } from "node:url";

const cli = fileURLToPath(new URL("../../cli.ts", import.meta.url));

/** The service as a process of its own: `cli.ts serve`. */
export class ServeProcess implements AsyncDisposable {
  readonly url: string;
  readonly #child: Deno.ChildProcess;
  readonly #log: Promise<string>;

  private constructor(url: string, child: Deno.ChildProcess, log: Promise<string>) {
    this.url = url;
    this.#child = child;
    this.#log = log;
  }

  /**
   * Starts it on a free port and waits until it listens.
   *
   * @param args Further options.
   */
  static start(...args: string[]): Promise<ServeProcess> {
    return ServeProcess.#start(Deno.execPath(), ["run"], args);
  }

  /** Starts it with flags for V8. */
  static withV8Flags(flags: string, ...args: string[]): Promise<ServeProcess> {
    return ServeProcess.#start(Deno.execPath(), ["run", `--v8-flags=${flags}`], args);
  }

  /** Starts it so that it may have only so many files and connections open. */
  static withOpenFiles(most: number, ...args: string[]): Promise<ServeProcess> {
    const script = `ulimit -n ${most}; exec "$0" "$@"`;
    return ServeProcess.#start("sh", ["-c", script, Deno.execPath(), "run"], args);
  }

  static async #start(program: string, before: string[], args: string[]): Promise<ServeProcess> {
    const child = new Deno.Command(program, {
      args: [...before, "--no-prompt", "-A", cli, "serve", "--port", "0", ...args],
      env: { NO_COLOR: "1" },
      stdin: "null",
      stdout: "null",
      stderr: "piped",
    }).spawn();
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const log = (async () => {
      let text = "";
      for await (const piece of child.stderr.pipeThrough(new TextDecoderStream())) {
        text += piece;
        const [, url] = /Serving on (http:\S+)\/\n/.exec(text) ?? [];
        if (url) resolve(url);
      }
      reject(new Error(`It does not serve: ${text}`));
      return text;
    })();
    return new ServeProcess(await promise, child, log);
  }

  get pid(): number {
    return this.#child.pid;
  }

  /** Sends a signal: `SIGINT` as Ctrl-C does, or `SIGTERM` as service managers do. */
  async stop(signal: "SIGINT" | "SIGTERM" = "SIGINT"): Promise<{ code: number; stderr: string }> {
    this.#child.kill(signal);
    const { code } = await this.#child.status;
    return { code, stderr: await this.#log };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      this.#child.kill("SIGKILL");
    } catch {
      // It has ended.
    }
    await this.#child.status;
    await this.#log;
  }
}
