import { EnvironmentError, OptionError } from "../errors.ts";
import { canReadEnv, envOptions } from "../http/env_options.ts";
import { createHandler } from "../http/handler.ts";
import { serveUntil } from "../http/serve_until.ts";
import { number } from "./option_values.ts";
import { optionsHelp, parseOptions } from "./options.ts";
import { writeLine } from "./output.ts";
import { isLoopback, noteAddress, noteError } from "./serve_notes.ts";
import { COMMON_OPTIONS, RECOGNIZER_OPTIONS } from "./shared_options.ts";

const OPTIONS = {
  "host": { short: "H", value: "NAME", help: "Listen there, 0.0.0.0 for all [default: 127.0.0.1]" },
  "port": { short: "P", value: "N", help: "Listen on this port, 0 for a free one [default: 8000]" },
  "model": RECOGNIZER_OPTIONS.model,
  "token": { value: "TEXT", help: "Answer only who brings it; better set as MIEN_TOKEN" },
  "cors": { value: "ORIGIN", help: "Let pages of https://HOST use the service, * for all pages" },
  ...COMMON_OPTIONS,
} as const;

const HELP = `Serve predictions, and a page to try them, over HTTP.

Usage: deno run -A cli.ts serve [options]
       curl -H 'content-type: image/jpeg' --data-binary @FILE localhost:8000/predict

POST /predict answers a picture with its record, GET /stream is a WebSocket for a
camera; GET /openapi.json describes all. Pictures are neither stored nor logged.
Other machines reach the service only with --host; give it a token then.

Options:
${optionsHelp(OPTIONS)}

Exit codes: 0 stopped by Ctrl-C or SIGTERM, after the requests in work were
answered; 1 the service cannot start, 2 wrong usage.`;

/**
 * `cli.ts serve`: serves until it is interrupted.
 *
 * @param args The arguments after `serve`.
 * @param signal Interrupts it.
 * @returns The exit code.
 * @throws {MienError} If the options cannot be used or the address cannot be had.
 */
export async function serveCommand(args: string[], signal: AbortSignal): Promise<number> {
  const { values, flags, inputs } = parseOptions(args, OPTIONS);
  if (flags.help) return await writeLine(HELP), 0;
  if (inputs.length > 0) {
    throw new OptionError("option-invalid", "Cannot serve: it takes options only; see --help");
  }
  const port = number("port", values.port, { least: 0, most: 65535, whole: true });
  const { model, token, cors } = values;
  const options = {
    ...envOptions(),
    ...(model !== undefined && { model }),
    ...(token !== undefined && { token }),
    ...(cors !== undefined && { cors }),
  };
  const hostname = values.host ?? "127.0.0.1";
  if (options.token === undefined && !isLoopback(hostname) && !canReadEnv("MIEN_TOKEN")) {
    throw new EnvironmentError(
      "permission-missing",
      `Cannot serve on ${hostname}: whether MIEN_TOKEN is set cannot be seen; run again with --allow-env=MIEN_TOKEN, or give --token`,
    );
  }
  const handler = createHandler({ ...options, onError: noteError });
  await serveUntil(handler, {
    hostname,
    signal,
    ...(port !== undefined && { port }),
    ...(!flags.quiet && { onListen: (address) => noteAddress(address, options.token) }),
  });
  return 0;
}
