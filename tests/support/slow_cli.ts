// The command line with a network that takes MS milliseconds per frame: slow_cli.ts MS ARGS...

import { RECOGNIZE } from "../../src/cli/recognize_command.ts";
import { Recognizer } from "../../src/recognizer.ts";

const [slowMs, ...args] = Deno.args;
const { recognize } = Recognizer.prototype;
const never = new Int32Array(new SharedArrayBuffer(4));

Recognizer.prototype.recognize = async function (frame) {
  const end = performance.now() + Number(slowMs);
  const record = await recognize.call(this, frame);
  // Blocks the thread, as a network does, but leaves the processor to others.
  Atomics.wait(never, 0, 0, Math.max(0, end - performance.now()));
  return record;
};

Deno.exit(
  await RECOGNIZE.run(args, new AbortController().signal, () => Promise.resolve([])),
);
