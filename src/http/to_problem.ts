import { InputError, OptionError } from "../errors.ts";
import { Problem, type ProblemName } from "./problem.ts";

const INPUT_PROBLEMS: Readonly<Record<string, ProblemName>> = {
  "input-empty": "body-empty",
  "format-unknown": "type-unsupported",
  "picture-too-large": "picture-too-large",
};

/**
 * What a client is told about an error. Errors that are not about the client's input are not told in
 * detail, as their messages may hold paths of the machine.
 *
 * @param error What was thrown.
 * @returns The problem.
 */
export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof InputError) {
    return new Problem(INPUT_PROBLEMS[error.code] ?? "picture-invalid", error.message);
  }
  if (error instanceof OptionError) return new Problem("query-invalid", error.message);
  return new Problem("internal", "Cannot answer: the service failed");
}
