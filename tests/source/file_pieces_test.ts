import { filePieces } from "../../src/source/file_pieces.ts";
import { fixture } from "../support/ffmpeg.ts";
import assert from "node:assert/strict";

const path = fixture("webcam.mjpeg");

Deno.test("filePieces() gives all bytes of a file, and closes it", async () => {
  const file = await Deno.open(path);
  const bytes = await new Response(filePieces(file)).bytes();
  assert.deepEqual(bytes, await Deno.readFile(path));
  assert.throws(() => file.statSync(), Deno.errors.BadResource);
});

Deno.test("filePieces() closes a file of which no more is wanted, or that cannot be read", async () => {
  const file = await Deno.open(path);
  for await (const piece of filePieces(file)) {
    assert.deepEqual(piece, (await Deno.readFile(path)).subarray(0, piece.length));
    break;
  }
  assert.throws(() => file.statSync(), Deno.errors.BadResource);
  const folder = await Deno.open("tests");
  await assert.rejects(filePieces(folder).getReader().read(), Deno.errors.IsADirectory);
  assert.throws(() => folder.statSync(), Deno.errors.BadResource);
});
