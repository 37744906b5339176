import { Slots } from "../../src/http/slots.ts";
import assert from "node:assert/strict";

Deno.test("Slots.take() returns up to the limit, and returned slots again", () => {
  const slots = new Slots(2);
  const [a, b] = [slots.take(), slots.take()];
  assert(a && b);
  assert.equal(slots.take(), undefined);
  a[Symbol.dispose]();
  a[Symbol.dispose]();
  assert.equal(slots.taken, 1);
  assert(slots.take());
  assert.equal(slots.take(), undefined);
});

Deno.test("Slots.empty() waits until none is taken", async () => {
  const slots = new Slots(2);
  await slots.empty();
  const [a, b] = [slots.take()!, slots.take()!];
  let isEmpty = false;
  const waiting = slots.empty().then(() => isEmpty = true);
  a[Symbol.dispose]();
  await Promise.resolve();
  assert.equal(isEmpty, false);
  b[Symbol.dispose]();
  await waiting;
});
