/** What went wrong, stable across releases, for programs that react to it. */
export type ErrorCode =
  | "input-not-found"
  | "input-empty"
  | "input-unreadable"
  | "format-unknown"
  | "picture-invalid"
  | "picture-too-large"
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
  | "ffmpeg-failed"
  | "output-exists"
  | "output-unwritable"
  | "display-missing"
  | "permission-missing"
  | "address-unavailable"
  | "engine-failed";

/**
 * The base of every error that Mien throws on purpose. The message names the action that failed and
 * why, on one line.
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
  /** Stable, machine-readable reason. */
  readonly code: ErrorCode;

  /**
   * Makes an error.
   *
   * @param code Stable reason.
   * @param message The action that failed, then the state: `Cannot read frame: ...`.
   * @param options The error that caused this one, if any.
   */
  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.name = new.target.name;
  }
}

/** A picture, stream or file that cannot be read as what it claims to be. */
export class InputError extends MienError {}

/** A model folder that is missing, incomplete or contradicts itself. */
export class ModelError extends MienError {}

/** An option outside its range, or options that do not go together. */
export class OptionError extends MienError {}

/** How an {@linkcode EnvironmentError} came about. */
export interface EnvironmentErrorOptions extends ErrorOptions {
  /** The permission that is missing. */
  permission?: string;
}

/** Something that the machine or its owner withholds: a program, a permission, WebAssembly SIMD. */
export class EnvironmentError extends MienError {
  /** With the code `permission-missing`, what has to be allowed: `read`, `run=ffmpeg`, `net=HOST`. */
  readonly permission?: string;

  /**
   * Makes an error.
   *
   * @param code Stable reason.
   * @param message The action that failed, then the state.
   * @param options The cause, and the permission that is missing.
   */
  constructor(code: ErrorCode, message: string, options: EnvironmentErrorOptions = {}) {
    super(code, message, options);
    if (options.permission !== undefined) this.permission = options.permission;
  }
}

/** The message of anything thrown, on one line. */
export function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replaceAll(/\s+/g, " ").trim();
}
