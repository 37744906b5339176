import { InputError } from "../../src/errors.ts";
import { parseY4mHeader } from "../../src/stream/y4m_header.ts";
import assert from "node:assert/strict";

Deno.test("parseY4mHeader() accepts parameters in any order and ignores unknown ones", () => {
  const line = "YUV4MPEG2 XFOO C420paldv A64:45 H3 It F30000:1001 XCOLORRANGE=FULL W4 Q9";
  assert.deepEqual(parseY4mHeader(line, "-"), {
    width: 4,
    height: 3,
    format: "yuv420p",
    fullRange: true,
    pixelAspect: 64 / 45,
    rate: 30000 / 1001,
  });
});

Deno.test("parseY4mHeader() leaves missing parameters undefined", () => {
  for (
    const line of ["YUV4MPEG2 W4 H3", "YUV4MPEG2 W4 H3 F0:0 A0:0", "YUV4MPEG2 W4 H3 F25:0 A1:999"]
  ) {
    const header = parseY4mHeader(line, "-");
    assert.deepEqual([header.format, header.fullRange, header.rate, header.pixelAspect], [
      "yuv420p",
      undefined,
      undefined,
      undefined,
    ]);
  }
});

Deno.test("parseY4mHeader() knows the 8-bit layouts", () => {
  const formats = { "420jpeg": "yuv420p", "420mpeg2": "yuv420p", "422": "yuv422p" };
  for (const [name, format] of Object.entries({ ...formats, "444": "yuv444p", "mono": "gray" })) {
    const line = `YUV4MPEG2 W4 H3 C${name} XCOLORRANGE=LIMITED`;
    const header = parseY4mHeader(line, "-");
    assert.deepEqual([header.format, header.fullRange], [format, false]);
  }
});

Deno.test("parseY4mHeader() says how to convert unsupported layouts", () => {
  for (const name of ["420p10", "444alpha", "411", "mono16", "constructor"]) {
    const wanted = name === "mono16" ? "gray" : "yuv420p";
    assert.throws(() => parseY4mHeader(`YUV4MPEG2 W4 H3 C${name}`, "pipe"), (error) => {
      assert.ok(error instanceof InputError && error.code === "stream-invalid");
      assert.ok(error.message.includes(`C${name}`) && error.message.includes("pipe"));
      assert.ok(error.message.includes(`-pix_fmt ${wanted} `), error.message);
      return true;
    });
  }
});

Deno.test("parseY4mHeader() refuses a header without a size", () => {
  for (const line of ["YUV4MPEG2", "YUV4MPEG2 W4", "YUV4MPEG2 W0 H3", "YUV4MPEG2 W4.5 H3"]) {
    assert.throws(() => parseY4mHeader(line, "-"), InputError);
  }
});
