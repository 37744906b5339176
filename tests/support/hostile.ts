import { deflateSync } from "node:zlib";
import { crc32 } from "node:zlib";
import { bytesOf } from "./streams.ts";
import { picture } from "./service.ts";

/** A hostile body and the acceptable answers. */
export interface Hostile {
  readonly name: string;
  readonly type: string;
  readonly body: BodyInit;
  /** Statuses and problem types, by `|`; `200` is for odd but valid pictures. */
  readonly expected: string;
}

const pictures = new URL("../golden/image/pictures/", import.meta.url);

/** How many times each real picture is cut. */
const cuts = 32;

/** More than 200 hostile bodies, made from real pictures. */
export async function hostileBodies(): Promise<Hostile[]> {
  const jpeg = await picture("grace_hopper.jpg");
  const png = await picture("astronaut.png");
  const webp = await Deno.readFile(new URL("lossless.webp", pictures));
  const real = { "image/jpeg": jpeg, "image/png": png, "image/webp": webp };
  const list: Hostile[] = [];
  const add = (name: string, type: string, body: BodyInit, expected: string) =>
    list.push({ name, type, body, expected });
  for (const [type, bytes] of Object.entries(real)) {
    for (let i = 1; i < cuts; i++) {
      const length = Math.floor(bytes.length * (i / cuts) ** 3);
      add(`${type} cut to ${length}`, type, bytes.slice(0, length), wrongStart(type, length));
    }
    add(`${type} of nothing`, type, new Uint8Array(0), "400 body-empty");
    add(`${type} of zeros`, type, new Uint8Array(5000), "415 type-unsupported");
    add(`${type} after a space`, type, bytesOf(" ", bytes), "415 type-unsupported");
    add(`${type} after its start alone`, type, bytes.slice(0, 12), "422 picture-invalid");
    for (const other of Object.keys(real).filter((other) => other !== type)) {
      add(`${type} said to be ${other}`, other, bytes, "415 type-unsupported");
    }
    for (const other of ["", "image/*", "text/html", "application/json", "image/gif"]) {
      add(`${type} said to be ${other || "nothing"}`, other, bytes, "415 type-unsupported");
    }
    for (const [kind, start] of Object.entries(starts)) {
      add(
        `${kind} said to be ${type}`,
        type,
        bytesOf(start, " ".repeat(200)),
        "415 type-unsupported",
      );
      add(`${kind} and ${type}`, type, bytesOf(start, bytes), "415 type-unsupported");
    }
    add(`${type} and a page after it`, type, bytesOf(bytes, "<script>alert(1)</script>"), "200");
    add(`${type} and an archive after it`, type, bytesOf(bytes, "PK\x03\x04", bytes), "200");
  }
  for (const [width, height] of [[60_000, 60_000], [65_535, 400], [25_000_001, 1]] as const) {
    for (const [type, bytes] of Object.entries(ofSize(width, height))) {
      add(`${type} of ${width}x${height}`, type, bytes, "413 picture-too-large");
    }
  }
  for (const [type, bytes] of Object.entries(ofSize(0, 7))) {
    if (type !== "image/webp") add(`${type} of 0x7`, type, bytes, "422 picture-invalid");
  }
  for (const [type, bytes] of Object.entries(ofSize(3000, 3000))) {
    add(`${type} of 3000x3000 without samples`, type, bytes, "422 picture-invalid");
  }
  for (let at = 8; at < 40; at += 2) {
    const expected = "422 picture-invalid|413 picture-too-large";
    add(`image/png damaged at ${at}`, "image/png", png.with(at, png[at]! ^ 0x55), expected);
  }
  add("1x1", "image/png", pngOf(1, 1, deflateSync(new Uint8Array(4))), "200");
  const bomb = deflateSync(new Uint8Array(200_000_000));
  add("1x1 of 200 MB", "image/png", pngOf(1, 1, bomb), "200|422 picture-invalid");
  const progressive = await Deno.readFile(new URL("progressive.jpg", pictures));
  const last = progressive.findLastIndex((byte, i) => byte === 0xff && progressive[i + 1] === 0xda);
  const scans = Array<Uint8Array>(20_000).fill(progressive.slice(last, -2));
  add(
    "20,000 scans",
    "image/jpeg",
    bytesOf(progressive.slice(0, -2), ...scans),
    "422 picture-invalid",
  );
  for (const [name, text, expected] of forms(jpeg)) {
    add(`form ${name}`, "multipart/form-data; boundary=X", text, expected);
  }
  const whole = bytesOf(part("image/jpeg"), jpeg, "\r\n--X--\r\n");
  for (const end of ["", "; boundary=", "; boundary=Y", `; boundary=${"X".repeat(71)}`]) {
    add(`form with${end}`, `multipart/form-data${end}`, whole, "400 body-invalid");
  }
  add("endless", "image/jpeg", endless(jpeg), "413 body-too-large|413 cut");
  add(
    "endless form",
    "multipart/form-data; boundary=X",
    endless(whole),
    "413 body-too-large|413 cut",
  );
  add("of 20 MB", "image/jpeg", bytesOf(jpeg, new Uint8Array(20 << 20)), "413 body-too-large");
  add("stalled", "image/jpeg", stalled(jpeg.slice(0, 1000)), "408 body-slow");
  add("stalled form", "multipart/form-data; boundary=X", stalled(whole), "408 body-slow");
  return list;
}

const starts: Readonly<Record<string, string>> = {
  gif: "GIF89a\x01\0\x01\0",
  pdf: "%PDF-1.7\n",
  zip: "PK\x03\x04",
  page: "<!doctype html><script>alert(1)</script>",
  svg: '<svg xmlns="http://www.w3.org/2000/svg"/>',
  ppm: "P6 1 1 255\n",
  sound: "RIFF\x10\0\0\0WAVEfmt ",
};

/** A picture cut within its signature is not recognized at all. */
function wrongStart(type: string, length: number): string {
  if (length === 0) return "400 body-empty";
  const least = { "image/jpeg": 3, "image/png": 8, "image/webp": 12 }[type]!;
  return length < least ? "415 type-unsupported" : "422 picture-invalid";
}

/** Pictures with a header and nothing else. */
function ofSize(width: number, height: number): Record<string, Uint8Array<ArrayBuffer>> {
  const short = (n: number) => [n >> 8 & 255, n & 255];
  const png = pngOf(width, height, deflateSync(new Uint8Array(10)));
  const webp = new Uint8Array(40);
  webp.set(
    bytesOf("RIFF", new Uint8Array([32, 0, 0, 0]), "WEBPVP8X", new Uint8Array([10, 0, 0, 0])),
  );
  new DataView(webp.buffer).setUint32(24, width - 1, true);
  new DataView(webp.buffer).setUint32(27, height - 1, true);
  const all: Record<string, Uint8Array<ArrayBuffer>> = { "image/png": png };
  if (width < 1 << 24) all["image/webp"] = webp;
  if (width <= 65_535) {
    const frame = [0xff, 0xd8, 0xff, 0xc0, 0, 17, 8, ...short(height), ...short(width), 3];
    const components = [1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1, 0xff, 0xd9];
    all["image/jpeg"] = new Uint8Array([...frame, ...components]);
  }
  return all;
}

/** A PNG in colour with the given image data. */
export function pngOf(width: number, height: number, data: Uint8Array): Uint8Array<ArrayBuffer> {
  const header = new Uint8Array(13);
  new DataView(header.buffer).setUint32(0, width);
  new DataView(header.buffer).setUint32(4, height);
  header.set([8, 2], 8);
  const chunk = (type: string, bytes: Uint8Array) => {
    const body = bytesOf(type, bytes), ends = new Uint8Array(8);
    new DataView(ends.buffer).setUint32(0, bytes.length);
    new DataView(ends.buffer).setUint32(4, crc32(body));
    return bytesOf(ends.slice(0, 4), body, ends.slice(4));
  };
  const signature = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]);
  const none = new Uint8Array(0);
  return bytesOf(signature, chunk("IHDR", header), chunk("IDAT", data), chunk("IEND", none));
}

function part(type: string, name = 'filename="a"'): string {
  return `--X\r\nContent-Disposition: form-data; name="p"; ${name}\r\nContent-Type: ${type}\r\n\r\n`;
}

function forms(jpeg: Uint8Array): [string, Uint8Array<ArrayBuffer>, string][] {
  const whole = bytesOf(part("image/jpeg"), jpeg, "\r\n");
  return [
    ["without end", whole, "400 body-invalid"],
    ["cut within its end", bytesOf(whole, "--X"), "400 body-invalid"],
    ["cut within a picture", whole.slice(0, 20_000), "400 body-invalid"],
    ["cut within a head", bytesOf(part("image/jpeg").slice(0, 60)), "400 body-invalid"],
    ["with an endless head", bytesOf("--X\r\nA: ", "b".repeat(50_000)), "400 body-invalid"],
    ["of nothing", new Uint8Array(0), "400 body-empty"],
    ["of its end alone", bytesOf("--X--\r\n"), "400 body-empty"],
    ["of text", bytesOf("hello"), "400 body-invalid"],
    ["with line feeds", bytesOf(part("image/jpeg").replaceAll("\r", ""), jpeg), "400 body-invalid"],
    ["of too many", bytesOf(...Array(17).fill(whole.slice(0, 500)), "--X--"), "400 body-invalid"],
    [
      "of 17 pictures",
      bytesOf(...Array(17).fill(bytesOf(part("image/jpeg"), "\r\n")), "--X--"),
      "413 too-many-pictures",
    ],
    [
      "of 100,000 parts",
      bytesOf((part("image/jpeg").slice(0, 20) + "\r\n\r\n").repeat(40_000)),
      "400 body-invalid|413 too-many-pictures",
    ],
    ["of an empty picture", bytesOf(part("image/jpeg"), "\r\n--X--"), "400 body-empty"],
    ["of a text", bytesOf(part("text/plain"), "hi\r\n--X--"), "415 type-unsupported"],
    ["of a field", bytesOf('--X\r\nA: b; name="p"\r\n\r\nhi\r\n--X--'), "400 body-empty"],
    ["of the wrong type", bytesOf(part("image/png"), jpeg, "\r\n--X--"), "415 type-unsupported"],
    [
      "with a path for a name",
      bytesOf(part("image/png", 'filename="../../etc/passwd"'), jpeg, "\r\n--X--"),
      "415 type-unsupported",
    ],
    [
      "of a cut picture",
      bytesOf(part("image/jpeg"), jpeg.slice(0, 9000), "\r\n--X--"),
      "422 picture-invalid",
    ],
  ];
}

function endless(start: Uint8Array<ArrayBuffer>): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start: (controller) => controller.enqueue(start),
    pull: (controller) => controller.enqueue(new Uint8Array(65_536)),
  });
}

function stalled(start: Uint8Array<ArrayBuffer>): ReadableStream<Uint8Array> {
  return new ReadableStream({ start: (controller) => controller.enqueue(start) });
}
