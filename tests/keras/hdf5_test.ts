import assert from "node:assert/strict";
import { isHdf5, openHdf5 } from "../../src/keras/hdf5.ts";
import { golden } from "../support/keras_goldens.ts";

/** An HDF5 file with lists of names and datasets of several types. */
async function sample(): Promise<Uint8Array> {
  const { File, ready } = await import("npm:h5wasm@0.10.3");
  const { FS } = await ready;
  const file = new File("/sample.h5", "w");
  file.create_attribute("whole", ["a", "b"]);
  file.create_attribute("split0", ["a", "b"]);
  file.create_attribute("split1", ["c"]);
  file.create_attribute("ascii", ["evri\u015fim"], null, "A");
  file.create_attribute("ascii_fixed", ["evri\u015fim", "\u010d"], null, "A9");
  file.create_attribute("utf8", ["\u00c3\u00a9"], null, "S");
  const group = file.create_group("group");
  group.create_dataset({ name: "f4", data: new Float32Array([1, 2, 3, 4, 5, 6]), shape: [3, 2] });
  group.create_dataset({ name: "f8", data: new Float64Array([0.1, 0.2]) });
  group.create_dataset({ name: "i8", data: new BigInt64Array([9n]), shape: [] });
  group.create_dataset({ name: "i1", data: new Int8Array([1]) });
  file.close();
  const bytes = FS.readFile("/sample.h5");
  FS.unlink("/sample.h5");
  return bytes;
}

Deno.test("openHdf5() reads lists of names, whole or split", async () => {
  using hdf5 = await openHdf5(await sample());
  assert.deepEqual(hdf5.names("", "whole"), ["a", "b"]);
  assert.deepEqual(hdf5.names("", "split"), ["a", "b", "c"]);
  assert.equal(hdf5.names("", "missing"), undefined);
  assert.equal(hdf5.names("missing", "whole"), undefined);
});

Deno.test("openHdf5() reads UTF-8 that says that it is ASCII", async () => {
  using hdf5 = await openHdf5(await sample());
  assert.deepEqual(hdf5.names("", "ascii"), ["evri\u015fim"]);
  assert.deepEqual(hdf5.names("", "ascii_fixed"), ["evri\u015fim", "\u010d"]);
  assert.deepEqual(hdf5.names("", "utf8"), ["\u00c3\u00a9"]);
});

Deno.test("openHdf5() reads folders and numbers", async () => {
  using hdf5 = await openHdf5(await sample());
  assert.deepEqual(hdf5.keys("group"), ["f4", "f8", "i1", "i8"]);
  assert.deepEqual(hdf5.keys("missing"), []);
  assert.deepEqual(hdf5.dataset("group/f4"), {
    shape: [3, 2],
    data: new Float32Array([1, 2, 3, 4, 5, 6]),
  });
  assert.deepEqual(hdf5.dataset("group/f8").data, new Float32Array([0.1, 0.2]));
  assert.deepEqual(hdf5.dataset("group/i8"), { shape: [], data: new Float32Array([9]) });
  assert.throws(() => hdf5.dataset("group/i1"), {
    message: "group/i1 holds numbers of the type <b, which is not supported",
  });
  assert.throws(() => hdf5.dataset("group/f5"), { message: "it lacks group/f5" });
});

Deno.test("openHdf5() says how much of a truncated file is there", async () => {
  const bytes = await sample();
  await assert.rejects(() => openHdf5(bytes.subarray(0, bytes.length - 1)), {
    message: `it is truncated, ${bytes.length - 1} of ${bytes.length} bytes are there`,
  });
  await assert.rejects(() => openHdf5(new Uint8Array(100)), {
    message: "its weights are not in HDF5",
  });
});

Deno.test("isHdf5() checks the first bytes", () => {
  assert.equal(isHdf5(golden("paper.h5")), true);
  assert.equal(isHdf5(golden("paper.keras")), false);
  assert.equal(isHdf5(new Uint8Array()), false);
});

Deno.test("openHdf5() prints nothing about a damaged file", async () => {
  const [module, file] = ["../../src/keras/hdf5.ts", "../golden/keras/paper.h5"]
    .map((path) => JSON.stringify(new URL(path, import.meta.url)));
  const script = `
    import { openHdf5 } from ${module};
    const bytes = await Deno.readFile(new URL(${file}));
    bytes.fill(255, 96, 60000);
    try { using hdf5 = await openHdf5(bytes); hdf5.keys("model_weights"); hdf5.dataset("x"); }
    catch (error) { console.log(error.message); }`;
  const command = new Deno.Command(Deno.execPath(), { args: ["eval", "--quiet", script] });
  const { stdout, stderr } = await command.output();
  assert.match(new TextDecoder().decode(stdout), /^it is damaged/);
  assert.equal(new TextDecoder().decode(stderr), "");
});

Deno.test("openHdf5() takes no memory for numbers that are not in the file", async () => {
  const { File, ready } = await import("npm:h5wasm@0.10.3");
  const { FS } = await ready;
  const file = new File("/empty.h5", "w");
  const maxshape = [60_000, 10_000], data = new Float32Array(1);
  file.create_dataset({ name: "none", data, shape: [1, 1], maxshape, chunks: [9, 9] })
    .resize(maxshape);
  file.close();
  using hdf5 = await openHdf5(FS.readFile("/empty.h5"));
  FS.unlink("/empty.h5");
  assert.throws(() => hdf5.dataset("none"), {
    message: /^it is damaged \(none would be 2400000000 bytes\)$/,
  });
});
