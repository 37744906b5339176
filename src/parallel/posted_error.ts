import {
  EnvironmentError,
  type ErrorCode,
  InputError,
  MienError,
  ModelError,
  OptionError,
} from "../errors.ts";

/** An error on its way between threads, which would lose its class and its code. */
export interface PostedError {
  readonly name: string;
  readonly message: string;
  readonly code?: ErrorCode;
  readonly permission?: string;
}

/** Makes an error ready to be posted. */
export function postedError(error: unknown): PostedError {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  return {
    name,
    message,
    ...(error instanceof MienError && { code: error.code }),
    ...(error instanceof EnvironmentError && error.permission !== undefined &&
      { permission: error.permission }),
  };
}

const classes = { InputError, ModelError, OptionError };

/** Restores an error that was posted. */
export function restoredError({ name, message, code, permission }: PostedError): Error {
  if (code === undefined) return Object.assign(new Error(message), { name });
  if (name === "EnvironmentError") {
    return new EnvironmentError(code, message, { ...(permission && { permission }) });
  }
  return new classes[name as keyof typeof classes](code, message);
}
