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
  noToken: { kind: "flag", help: "Let everybody who can reach this machine use it" },
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
    "machines reach the service only with --host, which needs a token or --no-token. Without a " +
    "token, it answers only to the names in --host and --cors, to addresses, and to names without " +
    "a dot or ending in .local. The variables MIEN_MODEL, MIEN_TOKEN and MIEN_CORS set the " +
    "defaults of these options.",
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
  const { host: hostname, port, noToken, quiet, inputs } = settings;
  if (inputs.length > 0) {
    throw new OptionError("option-invalid", "Cannot serve: it takes options only; see --help");
  }
  if (noToken && parseSettings(args, OPTIONS).token !== undefined) {
    throw new OptionError("option-invalid", "Cannot serve: give either --token or --no-token");
  }
  const token = noToken ? undefined : settings.token;
  if (token === undefined && !noToken && !isLoopback(hostname)) throw tokenMissing(hostname);
  const handler = createHandler({
    ...pick(settings, "model", "cors"),
    // With a token, no page elsewhere can use it.
    ...(token === undefined ? { hosts: namesOf(settings) } : { token }),
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

function tokenMissing(hostname: string): EnvironmentError | OptionError {
  if (!canReadEnv("MIEN_TOKEN")) {
    return new EnvironmentError(
      "permission-missing",
      `Cannot serve on ${hostname}: there is no --token, and MIEN_TOKEN may not be read`,
      { permission: "env=MIEN_TOKEN" },
    );
  }
  return new OptionError(
    "option-invalid",
    `Cannot serve on ${hostname}: everybody who can reach this machine could use it; set MIEN_TOKEN ` +
      "to require a token, or allow it with --no-token",
  );
}

/** What the service is called: the name that it listens on, and that of the pages that may use it. */
function namesOf({ host, cors }: { host: string; cors?: string | undefined }): string[] {
  return [host, URL.parse(cors ?? "")?.hostname ?? []].flat();
}
