import { fileURLToPath } from "node:url";
import { findProgram, programTest } from "../support/programs.ts";
import { ServeProcess } from "../support/serve_process.ts";
import { picture } from "../support/service.ts";
import assert from "node:assert/strict";

const caddy = await findProgram(["caddy"], ["version"]);
const settings = fileURLToPath(new URL("../../deploy/Caddyfile", import.meta.url));

/** Caddy with `deploy/Caddyfile` on a free port, in front of a service. */
class Caddy implements AsyncDisposable {
  readonly port: number;
  readonly #child: Deno.ChildProcess;
  readonly #home: string;

  private constructor(port: number, child: Deno.ChildProcess, home: string) {
    this.port = port;
    this.#child = child;
    this.#home = home;
  }

  static async start(service: string): Promise<Caddy> {
    const free = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const { port } = free.addr as Deno.NetAddr;
    free.close();
    const home = await Deno.makeTempDir();
    const child = new Deno.Command(caddy!, {
      args: ["run", "--config", settings, "--adapter", "caddyfile"],
      env: {
        MIEN_DOMAIN: `http://127.0.0.1:${port}`,
        MIEN_SERVICE: new URL(service).host,
        CADDY_ADMIN: "off",
        HOME: home,
        XDG_DATA_HOME: home,
        XDG_CONFIG_HOME: home,
      },
      stdin: "null",
      stdout: "null",
      stderr: "piped",
    }).spawn();
    const log = child.stderr.pipeThrough(new TextDecoderStream());
    for await (const text of log.values({ preventCancel: true })) {
      if (text.includes("serving initial configuration")) break;
    }
    log.pipeTo(new WritableStream()).catch(() => {});
    return new Caddy(port, child, home);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill("SIGTERM");
    await this.#child.status;
    await Deno.remove(this.#home, { recursive: true });
  }
}

programTest(
  caddy !== undefined,
  'install Caddy, for example "apt install caddy"',
  "deploy/Caddyfile passes requests on, and ends those that do not come to an end",
  async () => {
    await using service = await ServeProcess.start();
    await using proxy = await Caddy.start(service.url);
    const url = `http://127.0.0.1:${proxy.port}/predict`;
    const post = async (body: BodyInit) => {
      const response = await fetch(url, {
        method: "POST",
        headers: { "content-type": "image/png" },
        body,
      });
      return [response.status, await response.json()];
    };
    const socket = await Deno.connect({ hostname: "127.0.0.1", port: proxy.port });
    await socket.write(new TextEncoder().encode("POST /predict HT"));

    const [status, { faces }] = await post(await picture("astronaut.png"));
    assert.deepEqual([status, faces[0].emotion], [200, "happy"]);
    assert.equal((await post(new Uint8Array(11 << 20)))[0], 413);

    while (await socket.read(new Uint8Array(1024)) !== null); // Until it hangs up.
    socket.close();
  },
);
