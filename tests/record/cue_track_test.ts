import assert from "node:assert/strict";
import { type Cue, CueTrack } from "../../src/record/cue_track.ts";

/** The cues of texts that hold for so many seconds one after the other, in frames of 0.1 s. */
function cuesOf(...stretches: [text: string, seconds: number][]): [string, number, number][] {
  const track = new CueTrack<undefined>();
  const cues: Cue<undefined>[] = [];
  let frame = 0;
  for (const [text, seconds] of stretches) {
    for (const last = frame + Math.round(seconds * 10); frame < last; frame++) {
      cues.push(...track.add(text, undefined, frame / 10, (frame + 1) / 10));
    }
  }
  cues.push(...track.finish());
  return cues.map(({ text, start, end }) => [text, start, end]);
}

Deno.test("CueTrack makes a cue for every stretch of a text", () => {
  assert.deepEqual(cuesOf(["happy", 2], ["sad", 1], ["", 3], ["sad", 1]), [
    ["happy", 0, 2],
    ["sad", 2, 3],
    ["sad", 6, 7],
  ]);
  assert.deepEqual(cuesOf(["", 2]), []);
});

Deno.test("CueTrack drops texts shorter than half a second", () => {
  assert.deepEqual(cuesOf(["happy", 2], ["sad", 0.4], ["happy", 1], ["", 0.3], ["happy", 1]), [
    ["happy", 0, 4.7],
  ]);
  assert.deepEqual(cuesOf(["", 1], ["happy", 0.3], ["", 1]), []);
});

Deno.test("CueTrack switches to a lasting text from its start", () => {
  assert.deepEqual(cuesOf(["happy", 2], ["", 0.2], ["sad", 0.3], ["angry", 1]), [
    ["happy", 0, 2.5],
    ["angry", 2.5, 3.5],
  ]);
});

Deno.test("CueTrack shows the text seen longest while texts flicker", () => {
  const flicker: [string, number][] = [["sad", 0.2], ["angry", 0.4], ["sad", 0.1], ["angry", 0.3]];
  assert.deepEqual(cuesOf(["happy", 2], ...flicker, ["", 2]), [
    ["happy", 0, 2],
    ["angry", 2, 3],
  ]);
});

Deno.test("CueTrack shows the text of a video that is shorter than half a second", () => {
  assert.deepEqual(cuesOf(["happy", 0.2]), [["happy", 0, 0.2]]);
});

Deno.test("CueTrack splits long cues every ten seconds", () => {
  assert.deepEqual(cuesOf(["happy", 25]), [["happy", 0, 10], ["happy", 10, 20], ["happy", 20, 25]]);
});

Deno.test("CueTrack follows a moving place, at most every half second", () => {
  const track = new CueTrack<number>((from, to) => Math.abs(from - to) > 10);
  const cues = Array.from({ length: 20 }, (_, i) => track.add("a", 8 * i, i / 10, (i + 1) / 10));
  assert.deepEqual([...cues.flat(), ...track.finish()].map(({ place, start }) => [place, start]), [
    [0, 0],
    [40, 0.5],
    [80, 1],
    [120, 1.5],
  ]);
});
