import assert from "node:assert/strict";
import { join } from "node:path";
import { SUMMARIES } from "../../src/cli/summaries.ts";
import { OPTIONS } from "../../src/cli/recognize_options.ts";
import { optionName } from "../../src/cli/option_name.ts";
import { runCli } from "../support/cli.ts";
import { testIn } from "../support/temporary.ts";

const root = new URL("../../", import.meta.url);

/** Whether a program is there to test with. */
function has(program: string): boolean {
  try {
    return new Deno.Command(program, { args: ["--version"], stdout: "null" }).outputSync().success;
  } catch {
    return false;
  }
}

async function scriptFor(shell: string): Promise<string> {
  const { code, stdout, stderr } = await runCli(["completions", shell]);
  assert.equal(code, 0, stderr);
  return stdout;
}

async function textOf(program: string, args: string[], cwd?: string): Promise<string> {
  const command = new Deno.Command(program, { args, ...(cwd !== undefined && { cwd }) });
  const { success, stdout, stderr } = await command.output();
  assert.ok(success, new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout);
}

testIn(
  "mien completions bash completes commands, options, their values and files",
  async (folder) => {
    const script = join(folder, "mien.bash");
    await Deno.writeTextFile(script, await scriptFor("bash"));
    const complete = async (...words: string[]): Promise<string[]> => {
      const call = `source "$0"; COMP_WORDS=(mien "$@"); COMP_CWORD=$#; _mien 2>/dev/null
      printf '%s\\n' "\${COMPREPLY[@]}"`;
      const text = await textOf("bash", ["-c", call, script, ...words]);
      return text.split("\n").filter((word) => word !== "");
    };
    assert.deepEqual(await complete("e"), ["eval"]);
    assert.deepEqual(await complete(""), Object.keys(SUMMARIES));
    assert.deepEqual(await complete("a.jpg", "--form"), ["--format"]);
    assert.deepEqual(await complete("--format", "n"), ["ndjson"]);
    assert.deepEqual(await complete("--format", "=", "s"), ["srt"]);
    assert.deepEqual(await complete("eval", "-f", ""), ["text", "json"]);
    assert.deepEqual(await complete("eval", "--pre"), []);
    assert.deepEqual(await complete("--preview", "t"), ["terminal"]);
    assert.deepEqual(await complete("--preview", "--q"), ["--quiet"]);
    assert.deepEqual(await complete("completions", "z"), ["zsh"]);
  },
);

for (const [shell, args] of [["zsh", ["-n"]], ["fish", ["--no-execute"]]] as const) {
  testIn(
    `mien completions ${shell} has every command and option, and ${shell} can read it`,
    async (folder) => {
      const path = join(folder, "script"), script = await scriptFor(shell);
      await Deno.writeTextFile(path, script);
      for (const [key, option] of Object.entries(OPTIONS)) {
        assert.ok(script.includes(optionName(key, option)), key);
      }
      for (const name of Object.keys(SUMMARIES)) assert.ok(script.includes(name));
      if (has(shell)) await textOf(shell, [...args, path]);
    },
  );
}

Deno.test("mien completions names the shells that it knows", async () => {
  for (const args of [[], ["tcsh"], ["bash", "zsh"]]) {
    const { code, stdout, stderr } = await runCli(["completions", ...args]);
    assert.deepEqual([code, stdout], [2, ""]);
    assert.match(stderr, /give one of bash, zsh, fish\n$/);
  }
});

Deno.test("mien man has a section for every command, and every option", async () => {
  const { code, stdout } = await runCli(["man"]);
  assert.equal(code, 0);
  for (const name of Object.keys(SUMMARIES)) {
    assert.ok(stdout.includes(`\n.SS mien ${name}\n`), name);
  }
  for (const [key, option] of Object.entries(OPTIONS)) {
    const name = optionName(key, option).replaceAll("-", "\\-");
    assert.ok(stdout.includes(`\\-\\-${name}`), name);
  }
  // A line of text that begins with a dot or an apostrophe would be a request.
  assert.ok(stdout.split("\n").every((line) => !/^'|^\.(?![A-Z]|br$)/.test(line)));
});

testIn("deno task install makes mien a command that runs in another folder", async (folder) => {
  const env = { DENO_INSTALL_ROOT: folder, NO_COLOR: "1" };
  const task = new Deno.Command(Deno.execPath(), { args: ["task", "install"], cwd: root, env });
  const { success, stderr } = await task.output();
  assert.ok(success, new TextDecoder().decode(stderr));
  await Deno.copyFile(new URL("fixtures/astronaut.png", root), join(folder, "a.png"));
  const path = `${Deno.execPath().replace(/[^/\\]+$/, "")}:${Deno.env.get("PATH")}`;
  const { code, stdout } = await new Deno.Command(join(folder, "bin/mien"), {
    args: ["a.png"],
    cwd: folder,
    env: { ...env, PATH: path },
    stdin: "null",
  }).output();
  assert.equal(code, 0);
  assert.match(new TextDecoder().decode(stdout), /^a\.png {2}happy \d+%\n$/);
});
