import assert from "node:assert/strict";
import { emotionColor } from "../../src/draw/emotion_colors.ts";
import { inkOn, parseColor } from "../../src/draw/ink.ts";

function luminance(color: string): number {
  const [r, g, b] = parseColor(color).map((value) => {
    const v = value / 255;
    return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

Deno.test("inkOn() has a WCAG contrast of 4.5 on the colour of every emotion", () => {
  for (const label of "angry happy neutral sad surprise fear disgust contempt".split(" ")) {
    const [a, b] = [emotionColor(label), inkOn(emotionColor(label))].map(luminance);
    const contrast = (Math.max(a!, b!) + 0.05) / (Math.min(a!, b!) + 0.05);
    assert.ok(contrast >= 4.5, `${label}: ${contrast}`);
  }
});
