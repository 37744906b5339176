// How long decoding a picture takes: ours (jSquash for JPEG, src/image/codecs/png.ts for PNG) against
// imagescript, in one run.
// Run as: deno run -A bench/decode.ts (needs ffmpeg, which makes the JPEG).
import { Image } from "npm:imagescript@1.3.1";
import { decodeImage } from "../src/image/decode_image.ts";

const rounds = 15;

async function makeJpeg(): Promise<Uint8Array> {
  const from = ["-loglevel", "error", "-ss", "2", "-i", "fixtures/webcam.mp4", "-frames:v", "1"];
  const { stdout } = await new Deno.Command("ffmpeg", {
    args: [...from, "-vf", "scale=1280:720,noise=alls=8", "-f", "mjpeg", "-q:v", "3", "-"],
  }).output();
  return stdout;
}

/** Median milliseconds of each, measured in turns so that both see the same load. */
async function compare(contenders: (() => Promise<unknown>)[]): Promise<number[]> {
  const times: number[][] = contenders.map(() => []);
  for (let round = -3; round < rounds; round++) {
    for (const [i, run] of contenders.entries()) {
      const start = performance.now();
      await run();
      if (round >= 0) times[i]!.push(performance.now() - start);
    }
  }
  return times.map((list) => list.toSorted((a, b) => a - b)[rounds >> 1]!);
}

const pictures = {
  "JPEG 1280x720": await makeJpeg(),
  "PNG 512x512": await Deno.readFile("fixtures/astronaut.png"),
};
for (const [name, bytes] of Object.entries(pictures)) {
  const [ours, imagescript] = await compare([() => decodeImage(bytes), () => Image.decode(bytes)]);
  // deno-lint-ignore no-console -- a program for people
  console.log(
    `${name} (${bytes.length} bytes): ours ${ours!.toFixed(1)} ms, imagescript ${
      imagescript!.toFixed(1)
    } ms, ${(imagescript! / ours!).toFixed(1)} times`,
  );
}
