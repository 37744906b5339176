import assert from "node:assert/strict";
import { convertApart } from "../../src/keras/convert_apart.ts";
import { golden } from "../support/keras_goldens.ts";

const name = "paper.h5";

Deno.test("convertApart() ends on its signal", async () => {
  const controller = new AbortController();
  const conversion = convertApart({ bytes: golden(name), name }, "float32", controller.signal);
  controller.abort(new Error("enough"));
  await assert.rejects(() => conversion, { message: "enough" });
});

// In a process that ends itself: Deno 2.9 does not stop a worker that is in a loop.
Deno.test("convertApart() ends where the HDF5 library never would", async () => {
  const [module, file] = ["../../src/keras/convert_apart.ts", `../golden/keras/${name}`]
    .map((path) => JSON.stringify(new URL(path, import.meta.url)));
  const script = `
    import { convertApart } from ${module};
    const bytes = await Deno.readFile(new URL(${file}));
    console.log((await convertApart({ bytes, name: "good.h5" }, "float32")).parameters);
    bytes[2058] = 1; // In the heap that holds the names of a group.
    try { await convertApart({ bytes, name: "loop.h5" }, "float32", undefined, 3000); }
    catch (error) { console.log(error.code, error.message); }
    Deno.exit();`;
  const command = new Deno.Command(Deno.execPath(), { args: ["eval", "--quiet", script] });
  const { stdout } = await command.output();
  assert.equal(
    new TextDecoder().decode(stdout),
    "7695\nmodel-invalid Cannot convert loop.h5: reading it takes over 3 s\n",
  );
});
