import assert from "node:assert/strict";
import { createFrame } from "../../src/image/frame.ts";
import { Thumbnails } from "../../src/timeline/thumbnails.ts";
import { recordAt } from "../support/records.ts";

Deno.test("Thumbnails keep the faces that are seen longest", async () => {
  const thumbnails = new Thumbnails();
  const frame = createFrame("gray", 4, 3, new Uint8Array(12));
  const add = (id: number) => thumbnails.add(recordAt(0, { id, emotion: "sad" }), frame);
  for (let i = 0; i < 100; i++) add(1);
  for (let i = 0; i < 3; i++) for (let id = 2; id <= 64; id++) add(id);
  add(65);
  for (let i = 0; i < 50; i++) for (const id of [100, 101]) add(id);
  const { source } = recordAt(0);
  const has = async (id: number) => await thumbnails.urlOf(source, id) !== undefined;
  const found = await Promise.all([1, 65, 100, 101].map(has));
  assert.deepEqual(found, [true, false, true, true]);
});
