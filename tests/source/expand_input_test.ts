import { InputError } from "../../src/errors.ts";
import { expandInput } from "../../src/source/expand_input.ts";
import { fixture } from "../support/ffmpeg.ts";
import { runWithoutPermission } from "../support/without_permission.ts";
import assert from "node:assert/strict";
import { join } from "node:path";

async function withFiles(
  files: Record<string, string>,
  run: (directory: string) => Promise<void>,
): Promise<void> {
  const directory = await Deno.makeTempDir();
  try {
    for (const [name, text] of Object.entries(files)) {
      await Deno.mkdir(join(directory, name, ".."), { recursive: true });
      await Deno.writeTextFile(join(directory, name), text);
    }
    await run(directory);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

function refuses(input: string, code: string): Promise<void> {
  return assert.rejects(() => expandInput(input), (error) => {
    assert.ok(error instanceof InputError, String(error));
    assert.equal(error.code, code);
    assert.ok(error.message.startsWith(`Cannot read ${input}: `), error.message);
    return true;
  });
}

Deno.test("expandInput() returns a file, a URL and standard input unchanged", async () => {
  assert.deepEqual(await expandInput(fixture("rocket.jpg")), [fixture("rocket.jpg")]);
  assert.deepEqual(await expandInput("https://example.com/*.mp4"), ["https://example.com/*.mp4"]);
  assert.deepEqual(await expandInput("rtsp://camera:554/a"), ["rtsp://camera:554/a"]);
  assert.deepEqual(await expandInput("-"), ["-"]);
});

Deno.test("expandInput() returns the path of a file: URL", async () => {
  const url = new URL("../../fixtures/a%20b.jpg", import.meta.url);
  assert.deepEqual(await expandInput(url.href), [fixture("a b.jpg")]);
  await refuses("file://server/a.jpg", "input-not-found");
});

Deno.test("expandInput() finds the pictures of a directory by name or content", async () => {
  const files = {
    "10.jpg": "",
    "2.JPG": "",
    "no name": "P5 1 1 255\na",
    "notes.txt": "P. S.",
    "clip.mp4": "\0\0\0 ftypisom",
    "inner/3.jpg": "",
    "folder.jpg/4.txt": "",
  };
  await withFiles(files, async (directory) => {
    const expected = ["2.JPG", "10.jpg", "no name"].map((name) => join(directory, name));
    assert.deepEqual(await expandInput(directory), expected);
    assert.deepEqual(await expandInput(`${directory}/`), expected);
  });
});

Deno.test("expandInput() finds the files that match a pattern, in natural order", async () => {
  const files = { "b10.jpg": "", "b9.jpg": "", "a.png": "", "in/c.jpg": "", "in/deep/d.jpg": "" };
  await withFiles(files, async (directory) => {
    const find = async (pattern: string): Promise<string[]> =>
      (await expandInput(`${directory}/${pattern}`))
        .map((path) => path.slice(directory.length + 1).replaceAll("\\", "/"));
    assert.deepEqual(await find("*.jpg"), ["b9.jpg", "b10.jpg"]);
    assert.deepEqual(await find("{a,b9}.*"), ["a.png", "b9.jpg"]);
    assert.deepEqual(await find("b?.jpg"), ["b9.jpg"]);
    assert.deepEqual(await find("**/*.jpg"), ["b9.jpg", "b10.jpg", "in/c.jpg", "in/deep/d.jpg"]);
    assert.deepEqual(await find("in/**"), await find("in/**/*"));
    assert((await find("in/**")).includes("in/deep/d.jpg"));
    assert.deepEqual(await find("*"), ["a.png", "b9.jpg", "b10.jpg"]);
    assert.deepEqual(await find("[!a]{9,[1-2]0}.jpg"), ["b9.jpg", "b10.jpg"]);
    assert.deepEqual(await find("./i*/../**/in/{deep,nowhere}/?.jpg"), ["in/deep/d.jpg"]);
  });
});

Deno.test("expandInput() matches hidden files and escaped characters only literally", async () => {
  const files = { ".a.jpg": "", ".b/c.jpg": "", "d*.jpg": "", "dd.jpg": "", "(e).jpg": "" };
  await withFiles(files, async (directory) => {
    const find = async (pattern: string): Promise<string[]> =>
      (await expandInput(`${directory}/${pattern}`)).map((path) =>
        path.slice(directory.length + 1)
      );
    assert.deepEqual(await find("**/*.jpg"), ["(e).jpg", "d*.jpg", "dd.jpg"]);
    assert.deepEqual(await find(".*.jpg"), [".a.jpg"]);
    assert.deepEqual(await find(".b/*"), [".b/c.jpg"]);
    if (Deno.build.os !== "windows") assert.deepEqual(await find("d\\*.*"), ["d*.jpg"]);
    assert.deepEqual(await find("(?).jpg"), ["(e).jpg"]);
  });
});

Deno.test("expandInput() prefers a file whose name looks like a pattern", async () => {
  await withFiles({ "a[1].jpg": "", "a1.jpg": "" }, async (directory) => {
    assert.deepEqual(await expandInput(`${directory}/a[1].jpg`), [`${directory}/a[1].jpg`]);
  });
});

Deno.test("expandInput() refuses missing files", async () => {
  await withFiles({ "notes.txt": "nothing to see" }, async (directory) => {
    await refuses(`${directory}/none.jpg`, "input-not-found");
    await refuses(`${directory}/*.jpg`, "input-not-found");
    await refuses(directory, "input-empty");
  });
});

Deno.test("expandInput() of a pattern needs the permission to read alone, and names it", async () => {
  const script = `
    import { expandInput } from "${new URL("../../src/source/expand_input.ts", import.meta.url)}";
    const pattern = ${JSON.stringify(fixture("{rocket,g*}.jpg"))};
    console.log(await expandInput(pattern).then(
      (found) => found.length,
      ({ code, permission }) => code + " " + permission,
    ));`;
  assert.deepEqual(await runWithoutPermission(script), ["permission-missing read"]);
  const folder = `--allow-read=${fixture("")}`;
  assert.deepEqual(await runWithoutPermission(script, undefined, [folder]), ["2"]);
});

Deno.test("expandInput() leaves out hidden files, files that cannot be read, and links to folders", async () => {
  const files = { "a.jpg": "", "._a.jpg": "", "sub/b.jpg": "" };
  await withFiles(files, async (directory) => {
    await Deno.symlink("/proc/self/mem", join(directory, "notes"));
    await Deno.symlink("sub", join(directory, "link"));
    for (const input of [directory, `${directory}/*[!s]`]) {
      const found = (await expandInput(input)).map((path) => path.slice(directory.length + 1));
      assert.deepEqual(found, input === directory ? ["a.jpg"] : ["a.jpg"]);
    }
  });
});
