import { EnvironmentError, OptionError } from "../errors.ts";
import { envOptions } from "../http/env_options.ts";
import { canReadEnv } from "../runtime/can_read_env.ts";
import { createHandler } from "../http/handler.ts";
import { defaultPort, serveUntil } from "../http/serve_until.ts";
import type { Options } from "../options/option.ts";
import { RECOGNIZER_OPTIONS, WORKERS_OPTIONS } from "../options/recognizer_options.ts";
import type { Command } from "./command.ts";
import { COMMON_OPTIONS } from "./common_options.ts";
import { helpText } from "./help_text.ts";
import { writeLine } from "./output.ts";
import { parseSettings } from "./parse_settings.ts";
import { pick } from "./pick.ts";
import { SUMMARIES } from "./summaries.ts";
import { isLoopback, noteAddress, noteError } from "./serve_notes.ts";

const OPTIONS = {
  host: {
    kind: "text",
    short: "H",
    placeholder: "NAME",
    default: "127.0.0.1",
    help: "Address to listen on, 0.0.0.0 for all",
  },
  port: {
    kind: "integer",
    short: "P",
    placeholder: "N",
    min: 0,
    max: 65535,
    default: defaultPort,
    help: "Port to listen on, 0 for any free one",
  },
  model: RECOGNIZER_OPTIONS.model,
  ...WORKERS_OPTIONS,
  token: { kind: "text", placeholder: "TEXT", help: "Require this token; safer set as MIEN_TOKEN" },
  cors: {
    kind: "text",
    placeholder: "ORIGIN",
    help: "Allow pages from this origin (https://HOST), * for all",
  },
  ...COMMON_OPTIONS,
} as const satisfies Options;

/** `mien serve`: serves until it is interrupted. */
export const SERVE: Command = {
  summary: SUMMARIES.serve,
  usage: ["[options]"],
  about: [
    "POST /predict answers a picture with its record, GET /stream is a WebSocket for a camera, " +
    "GET /openapi.json describes everything. Pictures are neither stored nor logged. Other " +
    "machines reach the service only with --host; set a token then. The variables MIEN_MODEL, " +
    "MIEN_TOKEN and MIEN_CORS stand for the options.",
  ],
  examples: [
    ["mien serve", "then open the address that it prints"],
    ["curl -H content-type:image/jpeg --data-binary @a.jpg localhost:8000/predict", ""],
  ],
  options: { Options: OPTIONS },
  exitCodes: "0 stopped by Ctrl-C or SIGTERM after all requests were answered, 1 the service " +
    "cannot start, 2 wrong usage.",
  run,
};

async function run(args: string[], signal: AbortSignal): Promise<number> {
  const settings = parseSettings(args, OPTIONS, envOptions());
  if (settings.help) return await writeLine(helpText(SERVE, "serve")), 0;
  const { host: hostname, port, token, quiet, inputs } = settings;
  if (inputs.length > 0) {
    throw new OptionError("option-invalid", "Cannot serve: it takes options only; see --help");
  }
  if (token === undefined && !isLoopback(hostname) && !canReadEnv("MIEN_TOKEN")) {
    throw new EnvironmentError(
      "permission-missing",
      `Cannot serve on ${hostname}: there is no --token, and MIEN_TOKEN may not be read`,
      { permission: "env=MIEN_TOKEN" },
    );
  }
  const handler = createHandler({
    ...pick(settings, "model", "token", "cors"),
    ...(settings.workers !== "auto" && { workers: settings.workers }),
    onError: noteError,
  });
  await serveUntil(handler, {
    hostname,
    port,
    signal,
    ...(!quiet && { onListen: (address) => noteAddress(address, token) }),
  });
  return 0;
}
