import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { pathToFileURL } from "node:url";
import { folderFiles } from "../../src/model/model_files.ts";
import { readNetwork } from "../../src/model/read_network.ts";
import { ModelError } from "../../src/errors.ts";

async function withFolder(
  files: Record<string, string | Uint8Array>,
  run: (folder: URL) => Promise<void>,
): Promise<void> {
  const path = await Deno.makeTempDir();
  for (const [name, content] of Object.entries(files)) {
    const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
    await Deno.writeFile(`${path}/${name}`, bytes);
  }
  await run(pathToFileURL(`${path}/`));
  await Deno.remove(path, { recursive: true });
}

const model = JSON.stringify({
  modelTopology: {
    class_name: "Sequential",
    config: [{
      class_name: "Dense",
      config: { name: "d", units: 3, batch_input_shape: [null, 2] },
    }],
  },
  weightsManifest: [
    { paths: ["a.bin"], weights: [{ name: "d/kernel", shape: [2, 3], dtype: "float32" }] },
    {
      paths: ["b.bin"],
      weights: [
        { name: "d/bias", shape: [3], dtype: "float32", quantization: { dtype: "float16" } },
      ],
    },
  ],
});

Deno.test("readNetwork() joins the weight files in the manifest's order", async () => {
  const files = {
    "model.json": model,
    "a.bin": new Uint8Array(24).fill(1),
    "b.bin": new Uint8Array(6).fill(2),
  };
  await withFolder(files, async (folder) => {
    const { graph, weights: { data, specs } } = await readNetwork(folderFiles(folder));
    assert.deepEqual([...data], [...Array(24).fill(1), ...Array(6).fill(2)]);
    assert.deepEqual(specs.map(({ name, dtype }) => [name, dtype]), [
      ["d/kernel", "float32"],
      ["d/bias", "float16"],
    ]);
    assert.deepEqual(graph.nodes[1]!.weights, { kernel: "d/kernel", bias: "d/bias" });
  });
});

Deno.test("readNetwork() takes no compiled code from a folder, which may be a stranger's", async () => {
  const weights = { "a.bin": new Uint8Array(24), "b.bin": new Uint8Array(6) };
  const hash = createHash("sha256").update(model).update(new Uint8Array(30));
  const files = {
    "model.json": model,
    ...weights,
    "compiled.json": JSON.stringify({ sha256: hash.digest("hex") }),
    "relaxed.wasm": Uint8Array.of(0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0),
    "plain.wasm": Uint8Array.of(0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0),
  };
  await withFolder(files, async (folder) => {
    assert.deepEqual(Object.keys(await readNetwork(folderFiles(folder))), ["graph", "weights"]);
  });
});

/** Waits until no file of a folder is open: one whose rest is not wanted is closed a moment later. */
async function closed({ pathname }: URL): Promise<void> {
  const isOpen = ({ name }: Deno.DirEntry): boolean => {
    try {
      return Deno.readLinkSync(`/proc/self/fd/${name}`).startsWith(pathname);
    } catch {
      return false; // It is closed by now.
    }
  };
  const open = () => [...Deno.readDirSync("/proc/self/fd")].some(isOpen);
  while (Deno.build.os === "linux" && open()) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

Deno.test("readNetwork() names what is missing, damaged or too short", async () => {
  const cases: [Record<string, string | Uint8Array>, RegExp][] = [
    [{}, /model\.json: no such file/],
    [{ "model.json": "{" }, /Cannot read model file .*model\.json: /],
    [{ "model.json": "{}" }, /modelTopology and weightsManifest/],
    [{ "model.json": model, "a.bin": new Uint8Array(24) }, /b\.bin: no such file/],
    [
      { "model.json": model, "a.bin": new Uint8Array(24), "b.bin": new Uint8Array(1) },
      /asks for 30 bytes but there are 25/,
    ],
    [
      {
        "model.json": model,
        "a.bin": new Uint8Array(Float32Array.of(0, 0, NaN, 0, 0, 0).buffer),
        "b.bin": new Uint8Array(6),
      },
      /d\/kernel holds values that are infinite or not numbers$/,
    ],
    [
      {
        "model.json": model,
        "a.bin": new Uint8Array(24),
        "b.bin": Uint8Array.of(0, 0x7c, 0, 0, 0, 0),
      },
      /d\/bias holds values that are infinite or not numbers$/,
    ],
    [
      { "model.json": model.replace("b.bin", "../b.bin"), "a.bin": new Uint8Array(24) },
      /b\.bin: it is outside the model's folder$/,
    ],
    [{ "model.json": " ".repeat(2 ** 26 + 1) }, /model\.json: it is larger than 67108864 bytes$/],
  ];
  for (const [files, message] of cases) {
    await withFolder(files, async (folder) => {
      await assert.rejects(
        () => readNetwork(folderFiles(folder)),
        (error) => error instanceof ModelError && message.test(error.message),
      );
      await closed(folder);
    });
  }
});

Deno.test("readNetwork() reports the status of a server that refuses", async () => {
  await using server = Deno.serve(
    { port: 0, onListen: () => {} },
    () => new Response(null, { status: 403 }),
  );
  await assert.rejects(
    () => readNetwork(folderFiles(new URL(`http://localhost:${server.addr.port}/m/`))),
    /m\/model\.json: the server answered 403/,
  );
});

Deno.test({
  name: "readNetwork() names the permission that is missing",
  permissions: "none",
  async fn() {
    const folders = {
      "file:///m/": "read",
      "https://models.example:8443/m/": "net=models.example:8443",
    };
    for (const [folder, permission] of Object.entries(folders)) {
      await assert.rejects(() => readNetwork(folderFiles(new URL(folder))), {
        name: "EnvironmentError",
        code: "permission-missing",
        permission,
        message: `Cannot read model file ${
          folder.replace("file://", "")
        }model.json: the permission to read it is missing`,
      });
    }
  },
});
