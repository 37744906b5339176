import fc from "npm:fast-check@4.3.0";
import { OPTIONS, readingOptions } from "../../src/cli/recognize_options.ts";
import { parseSettings } from "../../src/cli/parse_settings.ts";
import { splitArguments } from "../../src/cli/split_arguments.ts";
import { FfmpegLog } from "../../src/ffmpeg/ffmpeg_log.ts";
import { FrameTimes } from "../../src/ffmpeg/frame_times.ts";
import { parseMultipart } from "../../src/http/multipart.ts";
import { optionName } from "../../src/cli/option_name.ts";
import { parseCommandTemplate } from "../../src/sink/command_template.ts";
import { parseMqttUrl } from "../../src/sink/mqtt_target.ts";
import { glob } from "../../src/source/glob.ts";
import { parseCameraList } from "../../src/source/camera/parse_camera_list.ts";
import { bytesOf } from "../support/streams.ts";
import { mutated } from "./mutations.ts";
import { type Reader, reader } from "./reader.ts";

const logs = new URL("../golden/ffmpeg/", import.meta.url);

/** Readers of forms, options, and what ffmpeg says. */
export async function textReaders(jpeg: Uint8Array): Promise<Reader[]> {
  const said = await Array.fromAsync(
    Deno.readDir(logs),
    ({ name }) => Deno.readFile(new URL(name, logs)),
  );
  const types = fc.oneof(
    fc.constantFrom("multipart/form-data; boundary=X", 'multipart/form-data; boundary="X"'),
    fc.string().map((text) => `multipart/form-data; boundary=${text}`),
  );
  return [
    reader(
      "forms",
      300,
      fc.tuple(mutated(formsOf(jpeg)), types),
      ([body, type]) => parseMultipart(body, type, 16),
    ),
    reader(
      "options",
      200,
      fc.tuple(fc.nat(3), fc.array(argument, { maxLength: 8 })),
      ([kind, args]) => readOptions(kind, args),
    ),
    reader("ffmpeg's words", 100, mutated(said), readLog),
  ];
}

const names = Object.entries(OPTIONS).map(([key, option]) => optionName(key, option));

const text = fc.oneof(
  fc.string(),
  fc.string({ unit: "binary" }),
  fc.constantFrom(
    ...["", "-", "--", "0", "-1", "1e999", "NaN", "1:02:03", "640x480", "0x0", "a,b", "3s", "auto"],
    ...["mqtt://host/topic", "mqtt://u:p@[::1]:99999/%2B", "mqtt://%/x", "notify {id} '{emotion}"],
    ...[
      "a*b?[c-",
      "{a,b}{c,d}",
      "**/**",
      "[z-a]",
      "{".repeat(500),
      "\0",
      "\ud800",
      "é".repeat(999),
    ],
  ),
);

const argument = fc.oneof(
  fc.constantFrom(...names).map((name) => `--${name}`),
  fc.tuple(fc.constantFrom(...names), text).map(([name, value]) => `--${name}=${value}`),
  text,
);

async function readOptions(kind: number, args: string[]): Promise<void> {
  const [first = ""] = args;
  if (kind === 0) readingOptions(parseSettings(args, OPTIONS));
  else if (kind === 1) parseMqttUrl(first);
  else if (kind === 2) parseCommandTemplate(await splitArguments(first));
  else await glob(`none/${first}`);
}

function readLog(bytes: Uint8Array): void {
  const text = new TextDecoder().decode(bytes), log = new FfmpegLog(), times = new FrameTimes();
  for (const line of text.split("\n")) {
    log.add(line);
    times.add(line);
  }
  times.end();
  for (const value of [log.rate, log.durationS]) {
    if (value !== undefined && !(value > 0 && value < Infinity)) {
      throw new TypeError(`a rate or length is ${value}`);
    }
  }
  for (const system of ["darwin", "windows"] as const) parseCameraList(system, text);
}

function formsOf(jpeg: Uint8Array): Uint8Array[] {
  const part = (type: string, name: string) =>
    `--X\r\nContent-Disposition: form-data; name="p"; ${name}\r\nContent-Type: ${type}\r\n\r\n`;
  const start = part("image/jpeg", 'filename="a.jpg"');
  return [
    bytesOf(start, jpeg, "\r\n--X--\r\n"),
    bytesOf(start, jpeg, "\r\n", part("image/png", "filename*=UTF-8''%e2%82"), "hi\r\n--X--"),
    bytesOf(start.repeat(20), "--X--"),
  ];
}
