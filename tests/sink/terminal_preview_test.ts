import assert from "node:assert/strict";
import { createFrame, type Frame } from "../../src/image/frame.ts";
import { type Terminal, TerminalPreview } from "../../src/sink/terminal_preview.ts";
import { record } from "../support/records.ts";

function frameOf(still = false): Frame {
  return createFrame("gray", 40, 30, new Uint8Array(1200), { still });
}

/** A terminal that remembers what was written to it. */
function screen(): {
  terminal: Terminal;
  written: string[];
  size: { columns: number; rows: number };
} {
  const written: string[] = [], size = { columns: 20, rows: 12 };
  return {
    written,
    size,
    terminal: {
      depth: "24-bit",
      size: () => size,
      write: (text) => Promise.resolve(void written.push(text)),
    },
  };
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

Deno.test("TerminalPreview draws in place and restores the cursor", async () => {
  const { terminal, written } = screen();
  {
    await using preview = TerminalPreview.open(terminal);
    for (let i = 0; i < 3; i++) {
      preview.write(record(frameOf(), []), frameOf());
      await pause(80);
    }
  }
  assert.equal(written.length, 4);
  assert.ok(written[0]!.includes("\x1b[?25l") && !written[0]!.includes("\x1b[2J"));
  const rows = written[0]!.split("\n").length - 1;
  assert.ok(rows <= 10);
  for (const text of written.slice(1, 3)) assert.ok(text.includes(`\x1b[${rows}A\r`));
  assert.equal(written[3], "\x1b[0m\x1b[?25h");
});

Deno.test("TerminalPreview clears the screen when its size has changed", async () => {
  const { terminal, written, size } = screen();
  await using preview = TerminalPreview.open(terminal);
  preview.write(record(frameOf(), []), frameOf());
  await pause(80);
  size.columns = 10;
  preview.write(record(frameOf(), []), frameOf());
  await pause(1);
  assert.ok(written[1]!.includes("\x1b[2J\x1b[H"));
});

Deno.test("TerminalPreview skips frames that come too fast, or while it is still writing", async () => {
  const { terminal, written } = screen();
  const gate = Promise.withResolvers<void>();
  const slow = { ...terminal, write: (text: string) => (written.push(text), gate.promise) };
  const preview = TerminalPreview.open(slow);
  for (let i = 0; i < 100; i++) preview.write(record(frameOf(), []), frameOf());
  await pause(100);
  preview.write(record(frameOf(), []), frameOf());
  await pause(1);
  assert.equal(written.length, 1);
  gate.resolve();
  await preview[Symbol.asyncDispose]();
});

Deno.test("TerminalPreview shows every picture, one below the other", async () => {
  const { terminal, written } = screen();
  await using preview = TerminalPreview.open(terminal);
  for (let i = 0; i < 3; i++) preview.write(record(frameOf(true), []), frameOf(true));
  await pause(1);
  assert.equal(written.length, 3);
  // deno-lint-ignore no-control-regex
  assert.ok(written.every((text) => !/\x1b\[\d+A|\x1b\[2J/.test(text)));
});

Deno.test("TerminalPreview writes nothing if it never drew", async () => {
  const { terminal, written } = screen();
  await TerminalPreview.open(terminal)[Symbol.asyncDispose]();
  assert.deepEqual(written, []);
});

Deno.test("TerminalPreview continues when the terminal has gone away", async () => {
  const { terminal } = screen();
  const broken = { ...terminal, write: () => Promise.reject(new Deno.errors.BrokenPipe("gone")) };
  await using preview = TerminalPreview.open(broken);
  preview.write(record(frameOf(), []), frameOf());
});

Deno.test("TerminalPreview refuses anything but a terminal", async () => {
  const url = new URL("../../src/sink/terminal_preview.ts", import.meta.url).href;
  const script = `import { TerminalPreview } from "${url}";
    try { TerminalPreview.open(); } catch (error) { console.log(error.code); }`;
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", "--no-lock", script],
    stdout: "piped",
    stderr: "piped",
  }).output();
  assert.equal(new TextDecoder().decode(stdout), "display-missing\n");
});
