import assert from "node:assert/strict";
import { type CliResult, records, runCli } from "../support/cli.ts";
import { ffmpeg, ffmpegTest, fixture } from "../support/ffmpeg.ts";
import { probe } from "../support/probe.ts";

/** A server with a video with sound, behind a password. */
async function serveClip(folder: string): Promise<Deno.HttpServer<Deno.NetAddr>> {
  const path = `${folder}/clip.mp4`;
  const sound = ["-f", "lavfi", "-i", "sine", "-c:a", "aac", "-t", "0.4", "-movflags", "faststart"];
  await ffmpeg(["-i", fixture("webcam.mp4"), ...sound, path]);
  const clip = await Deno.readFile(path);
  return Deno.serve(
    { port: 0, onListen: () => {} },
    (request) =>
      request.headers.get("authorization") === `Basic ${btoa("me:s3cret")}`
        ? new Response(clip)
        : new Response("", { status: 401, headers: { "www-authenticate": 'Basic realm="clip"' } }),
  );
}

ffmpegTest("cli.ts never shows the password of its input", async () => {
  const folder = await Deno.makeTempDir();
  await using server = await serveClip(folder);
  const url = (password: string) => `http://me:${password}@127.0.0.1:${server.addr.port}/clip.mp4`;
  const name = `http://127.0.0.1:${server.addr.port}/clip.mp4`;
  const isSilent = (result: CliResult, code: number): void => {
    assert.equal(result.code, code, result.stderr);
    assert.doesNotMatch(result.stdout + result.stderr, /s3cret|wr0ng/);
    assert.match(result.stderr, new RegExp(name));
  };

  const files = ["timeline.svg", "timeline.html", "summary.json", "out.mp4"].map((file) =>
    `${folder}/${file}`
  );
  const [svg, html, summary, video] = files as [string, string, string, string];
  const seen = await runCli(
    ["-f", "ndjson", "--timeline", svg, "--summary", summary, "-o", video, url("s3cret")],
    { permissions: ["-A"] },
  );
  isSilent(seen, 0);
  assert.equal(records(seen).length, 10);
  for (const { source } of records(seen)) assert.equal(source, name);
  const live = await runCli(
    ["-f", "csv", "--timeline", html, "--input-args", `-i ${url("s3cret")}`],
    { permissions: ["-A"] },
  );
  isSilent(live, 0);
  for (const file of files) {
    const text = new TextDecoder("latin1").decode(await Deno.readFile(file));
    assert.doesNotMatch(text, /s3cret/, file);
    if (file !== video) assert(text.includes(name), file);
  }
  assert.deepEqual((await probe(video)).audio, ["aac"], "the sound was fetched with the password");

  isSilent(await runCli([url("wr0ng")]), 1);
  isSilent(await runCli(["--input-args", `-i ${url("wr0ng")}`]), 1);
  await Deno.remove(folder, { recursive: true });
});
