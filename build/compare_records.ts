// Compares the records of the working tree with those of an earlier commit, on every fixture and as
// Y4M, PPM, MJPEG and MP4: deno run -A build/compare_records.ts [COMMIT], by default HEAD.
// Needs git and ffmpeg. Ends with 1 if a record differs by more than rounding.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const commit = Deno.args[0] ?? "HEAD";
const root = fileURLToPath(new URL("..", import.meta.url));
const clip = join(root, "fixtures/webcam.mp4");

/** The largest difference between numbers: boxes have one digit, probabilities four. */
const tolerance = { box: 0.11, other: 2e-4 };

interface Case {
  readonly name: string;
  readonly inputs: readonly string[];
  readonly pipe?: readonly string[];
}

const cases: readonly Case[] = [
  ...[...Deno.readDirSync(join(root, "fixtures"))]
    .filter(({ name }) => /\.(png|jpg|mp4|mjpeg)$/.test(name))
    .map(({ name }) => ({ name, inputs: [join(root, "fixtures", name)] })),
  { name: "Y4M pipe", inputs: [], pipe: ["-f", "yuv4mpegpipe"] },
  { name: "PPM pipe", inputs: [], pipe: ["-f", "image2pipe", "-c:v", "ppm"] },
  { name: "PNG pipe", inputs: [], pipe: ["-t", "2", "-f", "image2pipe", "-c:v", "png"] },
  { name: "MJPEG pipe", inputs: [], pipe: ["-f", "mjpeg", "-q:v", "2"] },
];

async function output(command: Deno.Command): Promise<Uint8Array<ArrayBuffer>> {
  const { stdout, stderr, success } = await command.output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  return stdout;
}

async function recordsOf(folder: string, { inputs, pipe }: Case): Promise<unknown[]> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", join(folder, "cli.ts"), "--quiet", "--format", "ndjson", ...inputs],
    stdin: pipe ? "piped" : "null",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const frames = pipe && new Deno.Command("ffmpeg", {
    args: ["-v", "error", "-i", clip, ...pipe, "-"],
    stdin: "null",
    stdout: "piped",
  }).spawn().stdout.pipeTo(child.stdin);
  const [{ stdout }] = await Promise.all([child.output(), frames]);
  return new TextDecoder().decode(stdout).trim().split("\n").map((line) => JSON.parse(line));
}

/** The first difference between two values, if any. */
function difference(before: unknown, now: unknown, path = ""): string | undefined {
  if (typeof before === "number" && typeof now === "number") {
    const limit = /box|landmarks/.test(path) ? tolerance.box : tolerance.other;
    return Math.abs(before - now) <= limit ? undefined : `${path}: ${before} is now ${now}`;
  }
  if (typeof before !== "object" || typeof now !== "object" || before === null || now === null) {
    return before === now ? undefined : `${path}: ${before} is now ${now}`;
  }
  const added = Object.keys(now).find((key) => !Object.hasOwn(before, key));
  if (added !== undefined) return `${path}.${added} is new`;
  for (const [key, value] of Object.entries(before)) {
    const found = difference(value, (now as Record<string, unknown>)[key], `${path}.${key}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

const earlier = await mkdtemp(join(tmpdir(), "mien-"));
let differing = 0;
try {
  const archive = await output(
    new Deno.Command("git", { args: ["archive", commit], cwd: root, stdout: "piped" }),
  );
  const tar = new Deno.Command("tar", { args: ["x"], cwd: earlier, stdin: "piped" }).spawn();
  await new Blob([archive]).stream().pipeTo(tar.stdin);
  if (!(await tar.status).success) throw new Error(`Cannot unpack ${commit}`);
  for (const each of cases) {
    const [before, now] = [await recordsOf(earlier, each), await recordsOf(root, each)];
    const found = before.length === now.length
      ? before.map((record, i) => difference(record, now[i], `record ${i}`)).find((it) => it)
      : `${before.length} records are now ${now.length}`;
    if (found !== undefined) differing++;
    // deno-lint-ignore no-console -- a program for people
    console.log(`${each.name}: ${found ?? `${now.length} records, the same`}`);
  }
} finally {
  await rm(earlier, { recursive: true });
}
Deno.exit(differing > 0 ? 1 : 0);
