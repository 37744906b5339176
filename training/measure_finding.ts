/**
 * What the detector finds in folders of pictures, to look at or, where nobody is in them, to count:
 *
 *     deno run --allow-read measure_finding.ts auto FOLDER...
 */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { startEngine } from "../src/engine/start_engine.ts";
import type { DetectEffort } from "../src/face/detect_effort.ts";
import { FaceDetector } from "../src/face/detector.ts";
import { decodeImage } from "../src/image/decode_image.ts";

const [detect, ...folders] = Deno.args as [DetectEffort, ...string[]];
using detector = await FaceDetector.load(await startEngine());
for (const folder of folders) {
  const names = (await readdir(folder)).filter((name) => /\.(png|jpe?g|webp)$/i.test(name)).sort();
  let withFaces = 0;
  for (const name of names) {
    const frame = await decodeImage(await readFile(join(folder, name)));
    const faces = await detector.detect(frame, { detect });
    if (faces.length === 0) continue;
    withFaces++;
    const found = faces.map(({ score, box: { x, y, width } }) =>
      `${score.toFixed(2)} at ${x.toFixed()},${y.toFixed()} ${width.toFixed()} px`
    );
    // deno-lint-ignore no-console -- a program for people
    console.log(`${name} ${frame.width}x${frame.height}: ${found.join("; ")}`);
  }
  // deno-lint-ignore no-console -- a program for people
  console.log(`${folder}: faces in ${withFaces} of ${names.length} pictures`);
}
