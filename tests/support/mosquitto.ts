import { findProgram, programTest } from "./programs.ts";

/** The broker's program; Debian installs it outside the usual PATH. */
const program = await findProgram(["mosquitto", "/usr/sbin/mosquitto"], ["-h"], () => true);

/**
 * Registers a test that needs the MQTT broker Mosquitto. Without it the test fails in CI and is left
 * out elsewhere, with a line that says how to get it.
 */
export function mosquittoTest(
  name: string,
  run: (t: Deno.TestContext) => void | Promise<void>,
): void {
  programTest(
    program !== undefined,
    'install Mosquitto, for example "apt install mosquitto"',
    name,
    run,
  );
}

/** A broker on a port of its own. */
export class Mosquitto implements AsyncDisposable {
  readonly port: number;
  readonly folder: string;
  #child: Deno.ChildProcess | undefined;

  private constructor(port: number, folder: string) {
    this.port = port;
    this.folder = folder;
  }

  /**
   * Starts a broker.
   *
   * @param settings Further lines of its configuration.
   * @param prepare Puts files into its folder, which is `$FOLDER` in the settings.
   */
  static async start(
    settings = "allow_anonymous true",
    prepare?: (folder: string) => Promise<void>,
  ): Promise<Mosquitto> {
    const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const { port } = listener.addr as Deno.NetAddr;
    listener.close();
    const folder = await Deno.makeTempDir();
    await prepare?.(folder);
    const lines = ["user root", `listener ${port} 127.0.0.1`, settings, ""];
    const config = lines.join("\n").replaceAll("$FOLDER", folder);
    await Deno.writeTextFile(`${folder}/mosquitto.conf`, config);
    const broker = new Mosquitto(port, folder);
    await broker.start();
    return broker;
  }

  /** Restarts it on the same port. Retained messages are lost. */
  async start(): Promise<void> {
    this.#child = new Deno.Command(program!, {
      args: ["-c", `${this.folder}/mosquitto.conf`],
      stdin: "null",
      stdout: "null",
      stderr: "null",
    }).spawn();
    for (let tries = 100; tries > 0; tries--) {
      try {
        (await Deno.connect({ hostname: "127.0.0.1", port: this.port })).close();
        return;
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
    throw new Error("mosquitto did not start");
  }

  /** Sends a signal: SIGSTOP freezes it, SIGCONT resumes it. */
  signal(signal: Deno.Signal): void {
    this.#child!.kill(signal);
  }

  /** Stops it. */
  async stop(): Promise<void> {
    this.#child?.kill("SIGKILL");
    await this.#child?.status;
    this.#child = undefined;
  }

  /** Stops it and removes its folder. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
    await Deno.remove(this.folder, { recursive: true });
  }
}
