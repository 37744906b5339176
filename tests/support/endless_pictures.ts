// Prints by how many megabytes plans for a stream of HEICs grow, whose headers do not tell their size. To
// be run with --v8-flags=--expose-gc.
import { VideoSearch } from "../../src/video_search.ts";
import { plain } from "./view.ts";

const file = new URL("../golden/image/pictures/turned.heic", import.meta.url);
const bytes = await Deno.readFile(file);
const frame = plain(40, 30, 120), search = new VideoSearch("auto");

function mbAfter(pictures: number): number {
  for (let i = 0; i < pictures; i++) {
    const time = frames++ / 25, plan = search.plan({ bytes, options: { still: false, time } });
    search.update({ ...frame, time }, {
      source: "",
      frame: i,
      time,
      width: 40,
      height: 30,
      faces: [],
    }, plan);
  }
  (globalThis as unknown as { gc(): void }).gc();
  return Deno.memoryUsage().external / 2 ** 20;
}

let frames = 0;
const before = mbAfter(100);
// deno-lint-ignore no-console -- what the test reads
console.log(mbAfter(4000) - before);
