import assert from "node:assert/strict";
import { adviceFor, explain } from "../../src/cli/advice.ts";
import { EnvironmentError, type ErrorCode, InputError } from "../../src/errors.ts";

const failure = (code: ErrorCode, permission?: string) =>
  new EnvironmentError(code, "Cannot go on: no", permission === undefined ? {} : { permission });

Deno.test("adviceFor() says what to allow", () => {
  const advice = (permission: string) => adviceFor(failure("permission-missing", permission));
  assert.equal(advice("run=ffmpeg"), "run again with --allow-run=ffmpeg");
  assert.equal(advice("write=my film.mp4"), 'run again with "--allow-write=my film.mp4"');
  const camera = failure("permission-missing", "camera");
  assert.match(adviceFor(camera, { system: "darwin" })!, /System Settings > Privacy/);
  assert.equal(adviceFor(failure("permission-missing")), undefined);
});

Deno.test("adviceFor() says how to install ffmpeg on each system", () => {
  const advice = (system: typeof Deno.build.os) => adviceFor(failure("ffmpeg-missing"), { system });
  assert.equal(advice("linux"), 'get it with "apt install ffmpeg"');
  assert.equal(advice("darwin"), 'get it with "brew install ffmpeg"');
  assert.equal(advice("windows"), 'get it with "winget install ffmpeg"');
});

Deno.test("adviceFor() suggests options that the command has, but not the one that failed", () => {
  const cases: [ErrorCode, string[], RegExp | undefined][] = [
    ["picture-too-large", ["a.jpg"], /--max-pixels$/],
    ["picture-too-large", ["eval", "a"], undefined],
    ["camera-not-found", ["--camera"], /--list-cameras/],
    ["display-missing", ["--preview"], /--preview terminal or --output FILE$/],
    ["display-missing", ["--preview", "terminal"], /^use --output FILE$/],
    ["display-missing", ["--preview=terminal"], /^use --output FILE$/],
    ["source-stalled", ["--camera"], /--stall$/],
    ["architecture-missing", ["convert"], /--architecture FILE$/],
    ["output-exists", ["convert"], /--force$/],
    ["stream-truncated", [], undefined],
  ];
  for (const [code, args, expected] of cases) {
    const advice = adviceFor(new InputError(code, "Cannot go on: no"), { args });
    if (expected === undefined) assert.equal(advice, undefined, code);
    else assert.match(advice!, expected);
  }
});

Deno.test("explain() returns one line, with advice if there is any", () => {
  const error = failure("ffmpeg-missing");
  assert.equal(
    explain(error, { system: "linux" }),
    'Cannot go on: no; get it with "apt install ffmpeg"',
  );
  assert.equal(explain(new Error("two\nlines")), "two lines");
});
