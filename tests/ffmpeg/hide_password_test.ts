import assert from "node:assert/strict";
import { hidePassword } from "../../src/ffmpeg/hide_password.ts";

Deno.test("hidePassword() removes what ffmpeg would read as name and password", () => {
  const cases: [string, string][] = [
    ["rtsp://me:pass@host:554/a", "rtsp://host:554/a"],
    ["rtsp://me:p@ss@host/a", "rtsp://host/a"],
    ["http://token@host?x=1", "http://host?x=1"],
    ["a http://me:one@x/1 and rtmp://you:two@y/2", "a http://x/1 and rtmp://y/2"],
  ];
  for (const [given, hidden] of cases) assert.equal(hidePassword(given), hidden);
});

Deno.test("hidePassword() leaves an @ behind the host", () => {
  for (const text of ["https://host/@me/clip.mp4", "http://host?q=a@b", "me@host", "a@b.mp4"]) {
    assert.equal(hidePassword(text), text);
  }
});
