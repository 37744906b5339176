// The command line with a network that takes MS milliseconds per frame: slow_cli.ts MS ARGS...

import { recognizeCommand } from "../../src/cli/recognize_command.ts";
import { Recognizer } from "../../src/recognizer.ts";

const [slowMs, ...args] = Deno.args;
const { recognize } = Recognizer.prototype;

Recognizer.prototype.recognize = async function (frame) {
  const end = performance.now() + Number(slowMs);
  const record = await recognize.call(this, frame);
  while (performance.now() < end);
  return record;
};

Deno.exit(await recognizeCommand(args, new AbortController().signal));
