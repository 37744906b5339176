import { convertToOnnx } from "../../bench/onnx/convert.ts";
import { modelsFolder } from "../../build/models.ts";
import assert from "node:assert/strict";

Deno.test("each bundled network can be written as ONNX", async () => {
  for await (const { name } of Deno.readDir(modelsFolder)) {
    const { size } = await Deno.stat(new URL(`${name}/weights.bin`, modelsFolder));
    const onnx = await convertToOnnx(new URL(`${name}/`, modelsFolder));
    assert(onnx.length > 2 * size, `${name}: float32 for float16`);
  }
});
