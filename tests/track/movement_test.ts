import assert from "node:assert/strict";
import { Movement } from "../../src/track/movement.ts";
import { sceneGrid } from "../../src/track/scene_grid.ts";
import { paste, plain } from "../support/view.ts";

const whole = { x: 0, y: 0, width: 1, height: 1 };

Deno.test("Movement tells where something begins to move, and no change of brightness", () => {
  const movement = new Movement(), before = plain(160, 120, 90);
  paste(plain(40, 40, 200), before, 100, 60);
  const after = { ...before, data: before.data.map((value) => value + 20) };
  paste(plain(20, 20, 30), after, 10, 10);
  movement.update(sceneGrid(before), 0);
  const moved = movement.update(sceneGrid(after), 0.04);
  assert(moved({ x: 0, y: 0, width: 0.25, height: 0.3 }) > 1);
  assert.equal(moved({ x: 0.5, y: 0.5, width: 0.5, height: 0.5 }), 0);
  assert.equal(movement.update(sceneGrid(after), 0.08)(whole), 0);
  assert(moved(whole) > 1, "what has moved in a frame is known as long as it is asked for");
});

Deno.test("Movement passes over what moves all the time, but not over what comes beside it", () => {
  const movement = new Movement(), scene = plain(160, 120, 90), moved: number[] = [];
  paste(plain(40, 40, 200), scene, 100, 60);
  for (let i = 0; i < 100; i++) {
    const frame = { ...scene, data: scene.data.slice() };
    paste(plain(20, 20, 90 + 50 * (i % 2)), frame, 10, 10);
    if (i >= 90) paste(plain(10, 10, 200), frame, 30, 20);
    moved.push(movement.update(sceneGrid(frame), i / 25)(whole));
  }
  assert(moved[1]! > 1, `${moved[1]}`);
  assert(Math.max(...moved.slice(50, 90)) < 0.1, `${moved.slice(50, 90)}`);
  assert(moved[90]! > 1, `${moved[90]}`);
});
