import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ffmpeg, fixture } from "./ffmpeg.ts";
import { Service } from "./service.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** Programs that come first on the `PATH`. */
const programs: Readonly<Record<string, string>> = {
  deno: `
    case $1 in
      run | serve) args=("$1" --no-prompt) ;;
      *) args=("$1"); cd "$ROOT" ;;
    esac
    for arg in "\${@:2}"; do
      [[ $arg == *.ts && -e $ROOT/$arg ]] && arg=$ROOT/$arg
      args+=("$arg")
      [[ $last == */cli.ts && $arg == serve ]] && args+=(--port 0)
      last=$arg
    done
    exec "$DENO" "\${args[@]}"`,
  npx: `[ "$1 $2" = "-y deno" ] && shift 2 && exec deno "$@"`,
  "notify-send": `[ $# = 2 ]`,
};

const isServing = /^mien: Serving on \S+$/m;

/** The result of a command. */
export interface Ended {
  readonly code: number;
  readonly stderr: string;
}

/**
 * A folder with the files that the documented commands name, in which they run as written. Programs that
 * come first on its `PATH` make `deno` find the files of this repository, never prompt and serve on a
 * free port, and keep anything from being shown.
 */
export class Desk implements AsyncDisposable {
  readonly folder: string;
  readonly #service = new Service();

  private constructor(folder: string) {
    this.folder = folder;
  }

  /** Creates the folder and its files. */
  static async open(): Promise<Desk> {
    const desk = new Desk(await Deno.makeTempDir());
    const path = (name: string) => join(desk.folder, name);
    const pictures: Record<string, string[]> = {
      "grace_hopper.jpg": [
        ...["photo.jpg", "face.jpg", "a.jpg", "album/one.jpg", "album/more/two.jpg"],
        ...["mine/neutral/1_calm.jpg", "holdout/sad/1.jpg"],
      ],
      "astronaut.png": ["b.png", "mine/happy/1_glad.png", "holdout/happy/1.png"],
    };
    for (const [source, names] of Object.entries(pictures)) {
      for (const name of names) {
        await Deno.mkdir(join(path(name), ".."), { recursive: true });
        await Deno.copyFile(fixture(source), path(name));
      }
    }
    await Deno.mkdir(path("models"));
    // Any three labels fit its three outputs.
    await Deno.copyFile(join(root, "tests/golden/keras/nested.keras"), path("mine.keras"));
    const sound = ["-f", "lavfi", "-i", "sine", "-c:a", "aac", "-t", "0.4"];
    await ffmpeg(["-i", fixture("webcam.mp4"), ...sound, path("talk.mp4")]);
    for (const [name, script] of Object.entries(programs)) {
      await Deno.mkdir(path("bin"), { recursive: true });
      await Deno.writeTextFile(path(`bin/${name}`), `#!/bin/bash\n${script}\n`);
      await Deno.chmod(path(`bin/${name}`), 0o755);
    }
    return desk;
  }

  /**
   * Runs a command to its end, or a service until it is ready.
   *
   * @param command The command, as documented.
   * @returns How it ended. A service is interrupted once it serves.
   */
  async run(command: string): Promise<Ended> {
    const child = new Deno.Command("bash", {
      args: ["-o", "pipefail", "-c", command.replaceAll("localhost:8000", this.#service.host)],
      cwd: this.folder,
      env: {
        PATH: `${join(this.folder, "bin")}:${Deno.env.get("PATH")}`,
        DENO: Deno.execPath(),
        ROOT: root,
        NO_COLOR: "1",
        DENO_INSTALL_ROOT: this.folder,
        SDL_VIDEODRIVER: "dummy",
      },
      stdin: "null",
      stdout: "null",
      stderr: "piped",
      detached: true,
    }).spawn();
    let stderr = "";
    for await (const text of child.stderr.pipeThrough(new TextDecoderStream())) {
      const before = stderr;
      stderr += text;
      // Like Ctrl-C, to all processes of the group.
      if (isServing.test(stderr) && !isServing.test(before)) Deno.kill(-child.pid, "SIGINT");
    }
    return { code: (await child.status).code, stderr };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#service[Symbol.asyncDispose]();
    await Deno.remove(this.folder, { recursive: true });
  }
}
