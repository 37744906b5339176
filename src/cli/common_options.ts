import type { Options } from "../options/option.ts";

/** The options that every command has. */
export const COMMON_OPTIONS = {
  quiet: { kind: "flag", short: "q", help: "Print results and errors only" },
  help: { kind: "flag", short: "h", help: "Show this help" },
} as const satisfies Options;
