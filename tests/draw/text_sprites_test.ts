import assert from "node:assert/strict";
import { loadFont } from "../../src/draw/load_font.ts";
import { TextSprites } from "../../src/draw/text_sprites.ts";

const sprites = new TextSprites(await loadFont());

Deno.test("TextSprites gives all digits the same width", () => {
  const widths = [..."0123456789"].map((digit) => sprites.sprite(`happy ${digit}%`, 24).width);
  assert.equal(new Set(widths).size, 1);
});

Deno.test("TextSprites draws larger text sharper, not only wider", () => {
  const small = sprites.sprite("happy", 12), large = sprites.sprite("happy", 96);
  assert.ok(Math.abs(large.width / small.width - 8) < 0.5);
  const blurred = ({ alpha }: { alpha: Uint8Array }): number =>
    alpha.filter((a) => a > 0 && a < 255).length / alpha.filter((a) => a > 0).length;
  assert.ok(blurred(large) < blurred(small) / 3);
});

Deno.test("TextSprites does not cut off letters above or below", () => {
  const { alpha, width, height } = sprites.sprite("Äpfel gjpqy (100%)?", 30);
  assert.ok(alpha.subarray(0, width).every((a) => a === 0));
  assert.ok(alpha.subarray((height - 1) * width).every((a) => a === 0));
});

Deno.test("TextSprites keeps at most 256 texts", () => {
  for (let i = 0; i < 300; i++) sprites.sprite(`${i} happy 50%`, 12);
  assert.equal(sprites.size, 256);
  assert.equal(sprites.sprite("299 happy 50%", 12), sprites.sprite("299 happy 50%", 12));
});

Deno.test("TextSprites draws a replacement for characters that the font lacks", () => {
  assert.ok(sprites.sprite("嬉しい", 20).alpha.some((a) => a > 0));
  assert.equal(sprites.sprite("", 20).width, 1);
});
