import { ByteReader } from "../../src/stream/byte_reader.ts";
import { bytesOf, stalledStream, streamOf } from "../support/streams.ts";
import assert from "node:assert/strict";

const numbers = Uint8Array.from({ length: 200_000 }, (_, i) => i % 251);

Deno.test("ByteReader returns the bytes in order, however they are chunked", async () => {
  for (const piece of [1000, 65_536, 1_000_000]) {
    const reader = new ByteReader(streamOf(numbers, piece));
    let at = 0;
    for (const length of [3, 70_000, 1, 0, 99_999]) {
      assert.deepEqual(await reader.take(length), numbers.slice(at, at + length));
      at += length;
      const ahead = await reader.peek(17);
      assert.deepEqual(ahead.subarray(0, 17), numbers.subarray(at, at + 17));
    }
    reader.skip(5);
    assert.deepEqual(await reader.take(1_000_000), numbers.slice(at + 5));
    assert.equal((await reader.take(1)).length, 0);
    assert.equal((await reader.peek(1)).length, 0);
    await reader.close();
  }
});

Deno.test("ByteReader.peek() returns the rest at the end", async () => {
  const reader = new ByteReader(streamOf(bytesOf("abc"), 1));
  assert.equal(new TextDecoder().decode(await reader.peek(10)), "abc");
  assert.equal(new TextDecoder().decode(await reader.take(2)), "ab");
  assert.equal(new TextDecoder().decode(await reader.peek(10)), "c");
  await reader.close();
});

Deno.test("ByteReader.take() returns bytes that later reads do not change", async () => {
  const reader = new ByteReader(streamOf(numbers, 4096));
  const first = await reader.take(100);
  await reader.peek(100_000);
  await reader.take(100_000);
  assert.deepEqual(first, numbers.slice(0, 100));
  await reader.close();
});

Deno.test("ByteReader.rest() returns peeked bytes and everything after them", async () => {
  const reader = new ByteReader(streamOf(numbers, 5000));
  await reader.take(3);
  await reader.peek(7000);
  assert.deepEqual(bytesOf(...await Array.fromAsync(reader.rest())), numbers.slice(3));
  await reader.close();
});

Deno.test("ByteReader.close() cancels the stream, and can be called twice", async () => {
  const { stream, cancelled } = stalledStream(bytesOf("abc"));
  const reader = new ByteReader(stream);
  await reader.take(1);
  await reader.close();
  await reader.close();
  assert.ok(cancelled());
});

Deno.test("ByteReader throws the reason of its signal from a pending read", async () => {
  const { stream, cancelled } = stalledStream(bytesOf("abc"));
  const controller = new AbortController();
  const reader = new ByteReader(stream, controller.signal);
  const pending = reader.take(10);
  controller.abort("enough");
  await assert.rejects(pending, (error) => error === "enough");
  await assert.rejects(() => reader.peek(10), (error) => error === "enough");
  assert.ok(cancelled());
  await reader.close();
});
