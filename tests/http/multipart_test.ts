import { parseMultipart } from "../../src/http/multipart.ts";
import { bytesOf } from "../support/streams.ts";
import assert from "node:assert/strict";

const type = "multipart/form-data; boundary=X";

Deno.test("parseMultipart() reads the forms that fetch writes", async () => {
  const form = new FormData();
  const data = new Uint8Array(1000).map((_, i) => i % 251);
  const names = ["plain.jpg", 'quo"ted.png', "Grüße 😀.webp", "back\\slash"];
  for (const name of names) form.append("p", new File([data], name, { type: "image/PNG" }));
  const request = new Request("http://localhost", { method: "POST", body: form });
  const parts = parseMultipart(
    new Uint8Array(await request.arrayBuffer()),
    request.headers.get("content-type")!,
    4,
  );
  assert.deepEqual(parts.map(({ fileName }) => fileName), names);
  for (const part of parts) {
    assert.equal(part.type, "image/png");
    assert.deepEqual(part.data, data);
  }
});

Deno.test("parseMultipart() keeps line breaks and dashes in the data, and skips a preamble", () => {
  const data = "\r\n--\r\n--Y\r\n\r\n";
  const body = bytesOf(
    "preamble\r\n--X \t\r\nContent-Type: image/png\r\n\r\n",
    data,
    "\r\n--X--\r\nepilogue",
  );
  const [part, ...more] = parseMultipart(body, 'multipart/form-data; boundary="X"', 1);
  assert.deepEqual(part, { fileName: "", type: "image/png", data: bytesOf(data) });
  assert.deepEqual(more, []);
});

Deno.test("parseMultipart() reads parts without headers or data", () => {
  const parts = parseMultipart(bytesOf("--X\r\n\r\nab\r\n--X\r\nA: b\r\n\r\n\r\n--X--"), type, 2);
  assert.deepEqual(parts.map(({ data }) => data.length), [2, 0]);
});

Deno.test("parseMultipart() refuses a form cut anywhere", () => {
  const body = bytesOf(
    "--X\r\nContent-Type: image/png\r\n\r\nabc\r\n--X\r\nA: b\r\n\r\nd\r\n--X--",
  );
  assert.equal(parseMultipart(body, type, 2).length, 2);
  for (let length = 0; length < body.length; length++) {
    assert.throws(() => parseMultipart(body.slice(0, length), type, 2), { type: "body-invalid" });
  }
});

Deno.test("parseMultipart() refuses more parts than allowed", () => {
  const body = bytesOf("--X\r\nA: b\r\n\r\n\r\n".repeat(3), "--X--");
  assert.equal(parseMultipart(body, type, 3).length, 3);
  assert.throws(() => parseMultipart(body, type, 2), { type: "too-many-pictures" });
  assert.throws(() => parseMultipart(bytesOf("--X--"), type, 2), { type: "body-empty" });
});
