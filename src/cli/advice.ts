import { EnvironmentError, type ErrorCode, messageOf, MienError } from "../errors.ts";

/** What advice depends on besides the error. */
export interface AdviceContext {
  /** What the user typed. @default {Deno.args} */
  args?: readonly string[];
  /** The operating system. @default {Deno.build.os} */
  system?: typeof Deno.build.os;
}

type Advice = string | ((context: Required<AdviceContext>) => string | undefined);

const advice: { readonly [code in ErrorCode]?: Advice } = {
  "ffmpeg-missing": ({ system }) => `get it with "${installers[system] ?? "apt install"} ffmpeg"`,
  "picture-too-large": ({ args }) =>
    args[0] === "eval" ? undefined : "raise the limit with --max-pixels",
  "camera-not-found": "connect one, or see which there are with --list-cameras",
  "camera-busy": ({ system }) =>
    system === "windows"
      ? `close that program, or ${cameraSettings.windows}`
      : "close other programs that use cameras, or ask for less with --size and --fps",
  "system-unsupported": "use --input-args with the arguments that ffmpeg needs here",
  "source-stalled": "check that it is connected and sending, or wait longer with --stall",
  "architecture-missing": "write that to a file and add --architecture FILE",
  "output-exists": ({ args }) =>
    args.includes("--force") ? "use another name" : "use another name, or replace it with --force",
  "package-missing": "connect to the internet; Deno then keeps it",
  "display-missing": ({ args }) =>
    args.some((arg) => /^(--preview=)?terminal$/.test(arg))
      ? "use --output FILE"
      : "use --preview terminal or --output FILE",
};

const installers: { readonly [system in typeof Deno.build.os]?: string } = {
  darwin: "brew install",
  windows: "winget install",
  freebsd: "pkg install",
};

/** Where a system lets people allow the use of a camera. */
const cameraSettings: { readonly [system in typeof Deno.build.os]?: string } = {
  linux: `run "sudo usermod -aG video $USER" and log in again`,
  darwin: "allow it for your terminal in System Settings > Privacy & Security > Camera",
  windows:
    `turn on "Let desktop apps access your camera" in Settings > Privacy & security > Camera`,
};

/**
 * Says what the user can do about an error.
 *
 * @param error The error.
 * @param context What else it depends on.
 * @returns A phrase such as `run again with --allow-read`, if there is something to say.
 *
 * @example
 * ```ts
 * import { adviceFor } from "./advice.ts";
 * import { EnvironmentError } from "../errors.ts";
 * import assert from "node:assert/strict";
 *
 * const error = new EnvironmentError("ffmpeg-missing", "Cannot read a.mp4: ffmpeg is not installed");
 * assert.equal(adviceFor(error, { system: "darwin" }), 'get it with "brew install ffmpeg"');
 * ```
 */
export function adviceFor(
  error: MienError,
  { args = Deno.args, system = Deno.build.os }: AdviceContext = {},
): string | undefined {
  if (error instanceof EnvironmentError && error.permission !== undefined) {
    return permissionAdvice(error.permission, system);
  }
  const found = advice[error.code];
  return typeof found === "function" ? found({ args, system }) : found;
}

function permissionAdvice(permission: string, system: typeof Deno.build.os): string | undefined {
  if (permission === "camera") return cameraSettings[system];
  const flag = `--allow-${permission}`;
  return `run again with ${/\s/.test(flag) ? `"${flag}"` : flag}`;
}

/**
 * Writes an error for the user.
 *
 * @param error Anything that was thrown.
 * @param context What the advice depends on.
 * @returns One line: the message, and what to do about it.
 */
export function explain(error: unknown, context?: AdviceContext): string {
  const message = messageOf(error);
  const step = error instanceof MienError ? adviceFor(error, context) : undefined;
  return step === undefined ? message : `${message}; ${step}`;
}
