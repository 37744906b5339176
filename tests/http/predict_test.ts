import { ServeProcess } from "../support/serve_process.ts";
import { createHandler } from "../../src/http/handler.ts";
import { decodeImage } from "../../src/image/decode_image.ts";
import { Recognizer } from "../../src/recognizer.ts";
import { records, runCli } from "../support/cli.ts";
import { ffmpeg, ffmpegTest, fixture } from "../support/ffmpeg.ts";
import { picture, problemOf, Service } from "../support/service.ts";
import { runWithoutPermission } from "../support/without_permission.ts";
import assert from "node:assert/strict";

/** Compares the JSON texts, so that equal numbers must be written alike too. */
function assertSameJson(a: unknown, b: unknown): void {
  assert.equal(JSON.stringify(a), JSON.stringify(b));
}

Deno.test("/predict, the command line and the library give the same record", async () => {
  await using service = new Service();
  using recognizer = await Recognizer.load();
  const names = ["astronaut.png", "grace_hopper.jpg", "rocket.jpg"];
  const lines = records(await runCli(["-f", "ndjson", ...names.map(fixture)]));
  for (const [i, name] of names.entries()) {
    const bytes = await picture(name);
    const type = name.endsWith(".png") ? "image/png" : "image/jpeg";
    const answer = await (await service.predict(bytes, type)).text();
    const frame = await decodeImage(bytes, { source: "-" });
    assert.equal(answer, JSON.stringify(await recognizer.recognize(frame)));
    assertSameJson(JSON.parse(answer), { ...lines[i], source: "-" });
  }
});

Deno.test("/predict applies model, min_score, max_faces and crop_only as the command line does", async () => {
  await using service = new Service();
  const bytes = await picture("astronaut.png");
  for (
    const [query, args] of [
      ["?model=nhs", ["--model", "nhs"]],
      ["?min_score=0.99", ["--min-score", "0.99"]],
      ["?max_faces=1&model=nas", ["--max-faces", "1", "--model", "nas"]],
      ["?crop_only=true", ["--crop-only"]],
    ] as const
  ) {
    const answer = await (await service.predict(bytes, "image/png", query)).json();
    const [line] = records(await runCli(["-f", "ndjson", ...args, fixture("astronaut.png")]));
    assertSameJson(answer, { ...line, source: "-" });
  }
});

Deno.test("/predict reads as much of a body as its length says, and does not wait for its end", async () => {
  const handler = createHandler();
  const bytes = await picture("astronaut.png");
  const ask = (type: string) => {
    const body = new ReadableStream({ start: (controller) => controller.enqueue(bytes.slice()) });
    const headers = { "content-type": type, "content-length": `${bytes.length}` };
    return handler(new Request("http://localhost/predict", { method: "POST", headers, body }));
  };
  assert.equal((await (await ask("image/png")).json()).faces[0].emotion, "happy");
  const refused = await ask("text/plain");
  assert.deepEqual([refused.status, refused.headers.get("connection")], [415, null]);
  await handler.close();
});

Deno.test("/predict answers a form with an array of records in its order", async () => {
  await using service = new Service();
  const form = new FormData();
  for (const name of ["rocket.jpg", "astronaut.png", "grace_hopper.jpg"]) {
    const type = name.endsWith(".png") ? "image/png" : "image/jpeg";
    form.append("picture", new File([await picture(name)], name, { type }));
  }
  const answer = await (await service.fetch("/predict", { method: "POST", body: form })).json();
  const names = ["rocket.jpg", "astronaut.png", "grace_hopper.jpg"];
  const lines = records(await runCli(["-f", "ndjson", ...names.map(fixture)]));
  assertSameJson(answer, lines.map((line, i) => ({ ...line, source: names[i] })));
});

Deno.test("/predict takes the files of a form without types, and passes over other fields", async () => {
  await using service = new Service();
  const png = await picture("astronaut.png"), boundary = "line";
  const part = (
    head: string,
    body: Uint8Array<ArrayBuffer> | string,
  ) => [`--${boundary}\r\ncontent-disposition: form-data; ${head}\r\n\r\n`, body, "\r\n"];
  const ask = async (...parts: (Uint8Array<ArrayBuffer> | string)[]) => {
    const body = await new Blob([...parts, `--${boundary}--\r\n`]).bytes();
    const headers = { "content-type": `multipart/form-data; boundary=${boundary}` };
    return await service.fetch("/predict", { method: "POST", headers, body });
  };
  const note = part('name="note"', "taken today");
  const answer = await ask(...note, ...part('name="a"; filename="a.png"', png));
  assert.equal((await answer.json())[0].faces[0].emotion, "happy");
  assert.equal(await problemOf(await ask(...note)), "400 body-empty");
  const text = part('name="note"\r\ncontent-type: text/plain; charset=utf-8', "taken today");
  const small = await Deno.readFile(
    new URL("../golden/image/pictures/lossy.webp", import.meta.url),
  );
  const pictures = (count: number) =>
    Array.from({ length: count }, () => part('name="a"; filename="a.webp"', small)).flat();
  const many = await ask(...text, ...note, ...pictures(16));
  assert.equal((await many.json()).length, 16);
  assert.equal(await problemOf(await ask(...pictures(17))), "413 too-many-pictures");
});

Deno.test("/predict takes image/jpg for image/jpeg", async () => {
  await using service = new Service();
  const answer = await service.predict(await picture("grace_hopper.jpg"), "image/jpg");
  assert.equal((await answer.json()).faces.length, 1);
});

ffmpegTest("/predict and the command line read WebP", async () => {
  await using service = new Service();
  const folder = await Deno.makeTempDir();
  const path = `${folder}/astronaut.webp`;
  await ffmpeg(["-i", fixture("astronaut.png"), "-lossless", "1", path]);
  const answer = await (await service.predict(await Deno.readFile(path), "image/webp")).json();
  const ofPng = await (await service.predict(await picture("astronaut.png"))).json();
  const [line] = records(await runCli(["-f", "ndjson", path]));
  assertSameJson(answer, ofPng);
  assertSameJson(answer, { ...line, source: "-" });
  await Deno.remove(folder, { recursive: true });
});

Deno.test("/predict and the command line read HEIC, of either media type", async () => {
  await using service = new Service();
  const bytes = await picture("astronaut.heic");
  const [line] = records(await runCli(["-f", "ndjson", fixture("astronaut.heic")]));
  assert.equal(line!.faces[0]!.emotion, "happy");
  for (const type of ["image/heic", "image/heif"]) {
    assertSameJson(await (await service.predict(bytes, type)).json(), { ...line, source: "-" });
  }
  const response = await service.predict(bytes, "image/avif");
  assert.equal(await problemOf(response), "415 type-unsupported");
});

Deno.test("/predict says so if the service may not load a decoder", async () => {
  const script = `
    import { createHandler } from "${new URL("../../server.ts", import.meta.url)}";
    const body = Uint8Array.from(atob("${
    (await picture("astronaut.heic")).toBase64()
  }"), (c) => c.charCodeAt(0));
    const headers = { "content-type": "image/heic" };
    const handle = await createHandler();
    const response = await handle(new Request("http://a/predict", { method: "POST", headers, body }));
    console.log(response.status, (await response.json()).detail);
    Deno.exit();`;
  const [line] = await runWithoutPermission(script);
  assert.equal(
    line,
    "415 Cannot read -: this service may not load the decoder of such pictures",
  );
});

Deno.test("/predict names the unreadable picture of a form, and returns no record", async () => {
  await using service = new Service();
  const form = new FormData();
  const whole = await picture("astronaut.png");
  form.append("a", new File([whole], "whole.png", { type: "image/png" }));
  form.append("b", new File([whole.slice(0, 5000)], 'cut "2".png', { type: "image/png" }));
  const response = await service.fetch("/predict", { method: "POST", body: form });
  assert.match((await response.clone().json()).detail, /^Cannot decode cut "2"\.png: it ends/);
  assert.equal(await problemOf(response), "422 picture-invalid");
});

Deno.test("/predict gives other requests a turn between the pictures of a form", async () => {
  await using service = await ServeProcess.start();
  const whole = await picture("grace_hopper.jpg");
  const predict = (body: BodyInit, headers?: HeadersInit) =>
    fetch(`${service.url}/predict`, { method: "POST", body, ...(headers && { headers }) });
  const single = async () => {
    await (await predict(whole, { "content-type": "image/jpeg" })).body?.cancel();
  };
  await single(); // Loads the model.
  const form = new FormData();
  for (let i = 0; i < 16; i++) form.append("p", new File([whole], "p", { type: "image/jpeg" }));
  const done: string[] = [];
  const slow = predict(form).then(async (response) => {
    assert.equal((await response.json()).length, 16);
    done.push("form");
  });
  const metrics = async () => await (await fetch(`${service.url}/metrics`)).text();
  while (!/^mien_predictions 1$/m.test(await metrics()));
  await single();
  done.push("single");
  await slow;
  assert.deepEqual(done, ["single", "form"]);
});

Deno.test("/predict only loads the models of its service", async () => {
  await using service = new Service();
  const bytes = await picture("astronaut.png");
  for (const model of ["../five", "./models/five", "file:///etc", "blazeface", "Five", ""]) {
    const response = await service.predict(
      bytes,
      "image/png",
      `?model=${encodeURIComponent(model)}`,
    );
    assert.equal(await problemOf(response), "404 model-not-found", model);
  }
});
