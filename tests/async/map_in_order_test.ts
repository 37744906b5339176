import assert from "node:assert/strict";
import { mapInOrder } from "../../src/async/map_in_order.ts";
import { drain } from "../support/streams.ts";

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Numbers from 0, and how far they were asked for and whether they were closed. */
class Numbers {
  asked = 0;
  isClosed = false;

  async *upTo(count: number, error?: Error): AsyncGenerator<number> {
    try {
      for (let i = 0; i < count; i++) {
        this.asked = i + 1;
        await Promise.resolve();
        yield i;
      }
      if (error !== undefined) throw error;
    } finally {
      this.isClosed = true;
    }
  }
}

Deno.test("mapInOrder() works on `width` items at once, never on more, and keeps their order", async () => {
  let busy = 0, most = 0;
  const results = await Array.fromAsync(mapInOrder(new Numbers().upTo(20), async (i) => {
    most = Math.max(most, ++busy);
    await pause(20 * Math.random());
    busy--;
    return i;
  }, 4));
  assert.deepEqual(results, [...Array(20).keys()]);
  assert.equal(most, 4);
});

Deno.test("mapInOrder() reads no further than `width` items ahead of what is used", async () => {
  for (const width of [1, 3]) {
    const numbers = new Numbers();
    for await (const i of mapInOrder(numbers.upTo(50), (i) => Promise.resolve(i), width)) {
      await pause(1);
      assert(numbers.asked <= i + width + (width > 1 ? 1 : 0), `${numbers.asked} at ${i}`);
    }
  }
});

Deno.test("mapInOrder() with a width of 1 asks for nothing before a result is used", async () => {
  const numbers = new Numbers();
  for await (const i of mapInOrder(numbers.upTo(5), (i) => Promise.resolve(i), 1)) {
    await pause(2);
    assert.equal(numbers.asked, i + 1);
  }
});

Deno.test("mapInOrder() throws an item's error after the results before it, and closes the source", async () => {
  const numbers = new Numbers();
  const { items, error } = await drain(mapInOrder(numbers.upTo(9), async (i) => {
    await pause(i === 2 ? 0 : 10);
    if (i === 2) throw new Error("bad 2");
    return i;
  }, 3));
  assert.deepEqual(items, [0, 1]);
  assert.match(String(error), /bad 2/);
  await pause(20); // The others end.
  assert(numbers.isClosed);
});

Deno.test("mapInOrder() throws the source's error after all results", async () => {
  const failing = new Numbers().upTo(3, new Error("cut"));
  const { items, error } = await drain(mapInOrder(failing, async (i) => {
    await pause(5);
    return i;
  }, 8));
  assert.deepEqual(items, [0, 1, 2]);
  assert.match(String(error), /cut/);
});

Deno.test("mapInOrder() does not wait for a source that gives nothing when its reader leaves", async () => {
  async function* stalling() {
    yield 1;
    await new Promise(() => {});
  }
  for await (const one of mapInOrder(stalling(), (i) => Promise.resolve(i), 2)) {
    assert.equal(one, 1);
    break;
  }
});
