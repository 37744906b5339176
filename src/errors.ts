/** What went wrong. Stable across releases, so that programs can react to it. */
export type ErrorCode =
  | "input-not-found"
  | "input-empty"
  | "input-unreadable"
  | "format-unknown"
  | "picture-invalid"
  | "picture-too-large"
  | "face-not-found"
  | "face-unsuitable"
  | "stream-invalid"
  | "stream-truncated"
  | "source-stalled"
  | "camera-not-found"
  | "camera-busy"
  | "system-unsupported"
  | "option-invalid"
  | "model-not-found"
  | "model-invalid"
  | "architecture-missing"
  | "ffmpeg-missing"
  | "ffmpeg-incomplete"
  | "ffmpeg-failed"
  | "ffmpeg-killed"
  | "output-exists"
  | "output-unwritable"
  | "display-missing"
  | "program-missing"
  | "permission-missing"
  | "package-missing"
  | "address-unavailable"
  | "engine-failed"
  | "worker-failed";

/**
 * The base class of all errors that Mien throws on purpose. The message says in one line what failed
 * and why.
 *
 * @example
 * ```ts
 * import { decodeImage, MienError } from "@mien/mien";
 * import assert from "node:assert/strict";
 *
 * await assert.rejects(
 *   () => decodeImage(new TextEncoder().encode("not a picture")),
 *   (error) => error instanceof MienError && error.code === "format-unknown",
 * );
 * ```
 */
export abstract class MienError extends Error {
  /** What went wrong, for programs. */
  readonly code: ErrorCode;

  /**
   * Creates an error.
   *
   * @param code What went wrong.
   * @param message The action that failed, then why: `Cannot read frame: ...`.
   * @param options The error that caused this one.
   */
  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.name = new.target.name;
  }
}

/** A picture, stream, file or camera that cannot be read. */
export class InputError extends MienError {}

/** A model that is missing, incomplete or inconsistent. */
export class ModelError extends MienError {}

/** An option out of range, or options that contradict each other. */
export class OptionError extends MienError {}

/** Details of an {@linkcode EnvironmentError}. */
export interface EnvironmentErrorOptions extends ErrorOptions {
  /** The missing permission. */
  permission?: string;
}

/** Something that this machine lacks or forbids: a program, a permission, WebAssembly SIMD. */
export class EnvironmentError extends MienError {
  /**
   * With the code `permission-missing`, what must be allowed: of Deno `read`, `run=ffmpeg`,
   * `net=HOST:PORT`, `env`, `ffi` or `all`; of the system `camera`.
   */
  readonly permission?: string;

  /**
   * Creates an error.
   *
   * @param code What went wrong.
   * @param message The action that failed, then why.
   * @param options The cause, and the missing permission.
   */
  constructor(code: ErrorCode, message: string, options: EnvironmentErrorOptions = {}) {
    super(code, message, options);
    if (options.permission !== undefined) this.permission = options.permission;
  }
}

/** The message of anything that was thrown, on one line. */
export function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replaceAll(/\s+/g, " ").trim();
}
