// Runs one bundled network: network.ts '{"engine": "default" | "plain" | "tfjs", "network": {...}}'
import { startEngine } from "../../src/engine/start_engine.ts";
import { startTfjs } from "../../src/engine/tfjs/start_tfjs.ts";
import { folderFiles } from "../../src/model/model_files.ts";
import { readNetwork } from "../../src/model/read_network.ts";
import { type NetworkJob, toFloats } from "./network_job.ts";
import { InputFile, takeTurns } from "./turns.ts";

const { engine: name, network } = JSON.parse(Deno.args[0]!) as {
  engine: "default" | "plain" | "tfjs";
  network: NetworkJob;
};
if (name === "plain") refuseRelaxedSimd();
const engine = await (name === "tfjs" ? startTfjs() : startEngine());
const { graph, weights } = await readNetwork(folderFiles(new URL(network.folder)));
const session = await engine.load(graph, weights);
const inputs = new InputFile(network.inputs, network.height * network.width * network.channels);
await takeTurns(
  (index) => toFloats(inputs.read(index), network),
  async (input) => (await session.run(input)).map((output) => [...output]),
);

/** Makes `WebAssembly.validate` reject relaxed SIMD in this process. */
function refuseRelaxedSimd(): void {
  const validate = WebAssembly.validate;
  WebAssembly.validate = (source) => {
    const code = ArrayBuffer.isView(source)
      ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
      : new Uint8Array(source);
    // Its opcodes are 0x100 to 0x113, in LEB128 after the prefix 0xfd.
    const isRelaxed = code.some((byte, i) =>
      byte === 0xfd && (code[i + 1]! & 0xe0) === 0x80 && code[i + 2] === 0x02
    );
    return !isRelaxed && validate(source);
  };
}
