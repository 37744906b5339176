import assert from "node:assert/strict";
import { OptionError } from "../../src/errors.ts";
import { fillCommandTemplate, parseCommandTemplate } from "../../src/sink/command_template.ts";

Deno.test("parseCommandTemplate() uses the first argument as the program", () => {
  const args = ["a b.wav", "", "--gain={confidence}", '{"id": {id}}'];
  assert.deepEqual(parseCommandTemplate(["play", ...args]), { program: "play", args });
});

Deno.test("parseCommandTemplate() refuses what cannot be run", () => {
  const refuses = (command: string[], message: RegExp) =>
    assert.throws(
      () => parseCommandTemplate(command),
      (error) => error instanceof OptionError && message.test(error.message),
    );
  refuses([], /^Cannot run "" on changes: it names no program$/);
  refuses([""], /^Cannot run "" on changes: it names no program$/);
  refuses(["{emotion}"], /the program cannot be a placeholder$/);
  refuses(["say", "{emotoin}"], /\{emotoin\} is not one of \{id\} \{emotion\} \{confidence\}/);
});

Deno.test("fillCommandTemplate() keeps values in their argument and fills none twice", () => {
  const values = {
    id: "102",
    emotion: "a 'b' $(c); {id}",
    confidence: "0.91",
    time: "4.2",
    source: "my film.mp4",
  };
  const args = ["{emotion}", "{id}-{id}", "{source} at {time}", "{confidence}"];
  const template = parseCommandTemplate(["p", ...args]);
  assert.deepEqual(fillCommandTemplate(template, values), [
    ...["a 'b' $(c); {id}", "102-102", "my film.mp4 at 4.2", "0.91"],
  ]);
});
