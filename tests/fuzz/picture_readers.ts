import fc from "npm:fast-check@4.3.0";
import { decodeImage } from "../../src/image/decode_image.ts";
import { toFrame } from "../../src/image/encoded_picture.ts";
import { exifOrientation } from "../../src/image/exif_orientation.ts";
import { formats } from "../../src/image/formats.ts";
import { pixelFormats } from "../../src/image/frame.ts";
import { defaultLimits } from "../../src/http/limits.ts";
import { ByteReader } from "../../src/stream/byte_reader.ts";
import { openStream } from "../../src/stream/open_stream.ts";
import { bytesOf, streamOf } from "../support/streams.ts";
import { mutated } from "./mutations.ts";
import { type Reader, reader } from "./reader.ts";

/** As in the service. */
const { maxPixels } = defaultLimits;

/** How many frames of a stream are read. */
const mostFrames = 8;

/** Readers of pictures, of their headers and of streams. */
export function pictureReaders(pictures: ReadonlyMap<string, Uint8Array>): Reader[] {
  const files = [...pictures.values()];
  const layouts = fc.option(
    fc.record({
      width: fc.integer({ min: 1, max: 64 }),
      height: fc.integer({ min: 1, max: 64 }),
      format: fc.constantFrom(...pixelFormats),
    }),
    { nil: undefined },
  );
  const pieces = fc.constantFrom(1, 7, 1000, 65_536);
  return [
    reader("pictures", 100, mutated(files), (bytes) => decodeImage(bytes, { maxPixels })),
    reader("headers", 300, mutated(files), readHeaders),
    reader(
      "streams",
      50,
      fc.tuple(mutated(streamsOf(pictures)), pieces, layouts),
      ([bytes, piece, raw]) => readStream(bytes, piece, raw),
    ),
  ];
}

function readHeaders(bytes: Uint8Array): void {
  exifOrientation(bytes);
  for (const format of formats) {
    format.isStart(bytes.subarray(0, 10));
    const size = format.readSize(bytes);
    if (size && !Number.isInteger(size.width * size.height)) {
      throw new TypeError(`${format.name} says ${size.width}x${size.height}`);
    }
    if (!format.isStart(bytes)) continue;
    try {
      const findEnd = format.createEndFinder?.();
      for (let length = 16, end; findEnd && end === undefined; length *= 2) {
        end = findEnd(bytes.subarray(0, length));
        if (length >= bytes.length) break;
      }
    } catch (error) {
      if (!(error instanceof RangeError)) throw error; // What `createEndFinder` says of damage.
    }
  }
}

async function readStream(
  bytes: Uint8Array<ArrayBuffer>,
  piece: number,
  raw: Parameters<typeof openStream>[1],
): Promise<void> {
  const bytesReader = new ByteReader(streamOf(bytes, piece));
  try {
    const source = "-", opened = await openStream({ reader: bytesReader, source, maxPixels }, raw);
    let index = 0;
    for await (const makeFrame of opened?.frames ?? []) {
      await toFrame(makeFrame({ source, index, time: index / 25 }));
      if (++index === mostFrames) break;
    }
  } finally {
    await bytesReader.close();
  }
}

function streamsOf(pictures: ReadonlyMap<string, Uint8Array>): Uint8Array[] {
  const of = (...names: string[]) => bytesOf(...names.map((name) => pictures.get(name)!));
  const planes = new Uint8Array(16 * 8 * 3 / 2).map((_, i) => i);
  const y4m = (header: string, frame: Uint8Array) =>
    bytesOf(`YUV4MPEG2 W16 H8 ${header}\n`, ...Array(3).fill(bytesOf("FRAME\n", frame)));
  return [
    of("binary.ppm", "binary.pgm", "binary.ppm"),
    of("orientation_1.jpg", "orientation_1.jpg", "progressive.jpg"),
    bytesOf(of("grey.jpg"), new Uint8Array(9), of("grey.jpg")),
    of("rgb.png", "palette.png", "interlaced.png"),
    y4m("F25:1 Ip A1:1 C420jpeg XYSCSS=420JPEG XCOLORRANGE=FULL", planes),
    y4m("F30000:1001 Cmono", planes.subarray(0, 128)),
    planes,
  ];
}
