import assert from "node:assert/strict";
import { runCli } from "../support/cli.ts";
import { ffmpeg, ffmpegTest, fixture } from "../support/ffmpeg.ts";
import type { FrameResult } from "../../src/result.ts";

interface Summed {
  readonly seconds: number;
  readonly emotions: Readonly<Record<string, number>>;
}

/** For how long a summary says that labels were uncertain, in seconds. */
const uncertainS = (faces: readonly Summed[]): number =>
  faces.reduce((sum, { seconds, emotions }) => sum + seconds * (emotions.uncertain ?? 0), 0);

ffmpegTest("cli.ts counts uncertain labels alike in every format and in the summary", async () => {
  const folder = await Deno.makeTempDir();
  // After 2 s of 4 the lights go down.
  const dim = `${folder}/dim.mjpeg`;
  await ffmpeg([
    ...["-i", fixture("webcam.mjpeg"), "-t", "4", "-q:v", "3", "-pix_fmt", "yuvj420p"],
    ...["-vf", "scale=200:150,eq=brightness='if(gt(t,2),-0.4,0)':eval=frame", dim],
  ]);
  const read = async (format: string): Promise<{ lines: string[]; summary: Summed[] }> => {
    const summary = `${folder}/summary.json`;
    const { code, stdout } = await runCli(
      [
        dim,
        "--max-faces",
        "1",
        "--fps",
        "12.5",
        "--workers",
        "0",
        "-v",
        "--format",
        format,
        "--summary",
        summary,
        "--quiet",
      ],
      { permissions: ["--allow-read", "--allow-write"] },
    );
    assert.equal(code, 0);
    const { sources: [{ faces }] } = JSON.parse(await Deno.readTextFile(summary));
    return { lines: stdout.trim().split("\n"), summary: faces };
  };
  const { lines, summary } = await read("ndjson");
  const faces = lines.flatMap((line) => (JSON.parse(line) as FrameResult).faces);
  const uncertain = faces.filter((face) => face.uncertain);
  assert.ok(uncertain.length > 10 && uncertain.length < 40, `${uncertain.length}`);
  for (const { reasons, uncertain } of faces) {
    assert.equal(reasons?.length! > 0, uncertain ?? false);
  }
  assert.ok(uncertain.filter(({ reasons }) => reasons!.includes("dark")).length > 5);
  const numbered = uncertain.filter(({ id }) => id !== undefined).length;
  assert.ok(Math.abs(uncertainS(summary) - numbered / 12.5) < 0.01);

  const text = await read("text");
  const inText = text.lines.filter((line) => line.includes("uncertain ("));
  assert.equal(inText.length, uncertain.length);
  assert.deepEqual(text.summary, summary);
  const [header, ...rows] = (await read("csv")).lines.map((line) => line.split(","));
  const inCsv = rows.filter((row) => row[header!.indexOf("uncertain")] === "true");
  assert.equal(inCsv.length, uncertain.length);
  assert.ok(inCsv.every((row) => row[header!.indexOf("reasons")] !== ""));
  // Subtitles keep a text for half a second at least.
  const cues = (await read("srt")).lines.join("\n").split("\n\n").map((cue) => cue.split("\n"));
  const inCues = cues.filter(([, , label]) => label === "uncertain").reduce((sum, [, times]) => {
    const [start, end] = times!.split(" --> ").map((time) =>
      Number(time.slice(6).replace(",", "."))
    );
    return sum + end! - start!;
  }, 0);
  assert.ok(Math.abs(inCues - uncertain.length / 12.5) < 0.5, `${inCues}`);
  await Deno.remove(folder, { recursive: true });
});
