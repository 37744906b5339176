import assert from "node:assert/strict";
import { tiles } from "../../src/face/tiles.ts";

const sizes = [[640, 480], [1920, 1080], [512, 512], [480, 640], [1000, 300], [300, 299]] as const;

for (const [width, height] of sizes) {
  Deno.test(`tiles() holds every small face of ${width}x${height} whole in one tile`, () => {
    const parts = tiles(width, height, 295, 74);
    const face = 74;
    for (let x = 0; x <= width - face; x += 3) {
      for (let y = 0; y <= height - face; y += 3) {
        const whole = parts.some((tile) =>
          tile.x <= x && tile.y <= y &&
          x + face <= tile.x + tile.width + 1e-9 && y + face <= tile.y + tile.height + 1e-9
        );
        assert(whole, `a face at ${x},${y} is cut`);
      }
    }
  });

  Deno.test(`tiles() stays inside ${width}x${height}`, () => {
    for (const tile of tiles(width, height, 295, 74)) {
      assert(tile.x >= 0 && tile.x + tile.width <= width + 1e-9);
      assert(tile.y >= 0 && tile.y + tile.height <= height + 1e-9);
    }
  });
}

Deno.test("tiles() gives as few tiles as suffice", () => {
  const counts = [[640, 480], [1920, 1080], [512, 512], [1000, 300], [200, 100]]
    .map(([width, height]) => tiles(width!, height!, 295, 74).length);
  assert.deepEqual(counts, [6, 45, 4, 10, 1]);
});
