import { readLines } from "../../src/ffmpeg/read_lines.ts";
import assert from "node:assert/strict";

/** The lines of pieces of UTF-8. */
async function linesOf(...pieces: (string | Uint8Array)[]): Promise<string[]> {
  const lines: string[] = [];
  const bytes = pieces.map((piece) =>
    typeof piece === "string" ? new TextEncoder().encode(piece) : piece
  );
  await readLines(ReadableStream.from(bytes).getReader(), (line) => lines.push(line));
  return lines;
}

Deno.test("readLines() accepts every line ending, even one in two chunks", async () => {
  assert.deepEqual(await linesOf("a\nb\r\n\nc\r", "\nd\re\r", "f"), [
    ...["a", "b", "", "c", "d", "e", "f"],
  ]);
  assert.deepEqual(await linesOf("a\n"), ["a"]);
  assert.deepEqual(await linesOf(), []);
});

Deno.test("readLines() joins the bytes of a letter in two pieces", async () => {
  const [first, second] = new TextEncoder().encode("é");
  assert.deepEqual(await linesOf(new Uint8Array([first!]), new Uint8Array([second!])), ["é"]);
});

Deno.test("readLines() keeps no more than the end of an endless line", async () => {
  const lines = await linesOf(...Array(100).fill("x".repeat(1000)), "end\n");
  assert.deepEqual(lines.map((line) => [line.length, line.slice(-4)]), [[4099, "xend"]]);
});
