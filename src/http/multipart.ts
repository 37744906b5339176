import { Buffer } from "node:buffer";
import { Problem } from "./problem.ts";

/** One part of a form. */
export interface Part {
  /** Its file name, or an empty string. */
  readonly fileName: string;
  /** Its media type in lower case, without parameters, or an empty string. */
  readonly type: string;
  /** Its bytes, a view of the body's. */
  readonly data: Uint8Array<ArrayBuffer>;
}

/** How many bytes the headers of a part may take. */
const maxHeadBytes = 4096;

/**
 * Splits a form into its parts. Unlike `Request.formData()` it refuses a form whose end is missing or
 * that has too many parts.
 *
 * @param body The whole body.
 * @param contentType The request's content type, with the boundary.
 * @param maxParts How many parts there may be.
 * @returns The parts in order, at least one.
 * @throws {Problem} If the form is invalid or has too many parts.
 *
 * ref: RFC 7578 and RFC 2046, section 5.1
 */
export function parseMultipart(
  body: Uint8Array<ArrayBuffer>,
  contentType: string,
  maxParts: number,
): Part[] {
  const [, quoted, bare] = /;\s*boundary=(?:"([^"]+)"|([^\s;"]+))/i.exec(contentType) ?? [];
  const boundary = quoted ?? bare;
  if (boundary === undefined || boundary.length > 70) {
    throw invalid("its content type has no boundary");
  }
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.length);
  const delimiter = Buffer.from(`\r\n--${boundary}`, "latin1");
  // At the very start of the body, the first delimiter has no line break.
  const opening = delimiter.subarray(2);
  const atStart = bytes.subarray(0, opening.length).equals(opening);
  let at = atStart ? opening.length : bytes.indexOf(delimiter) + delimiter.length;
  if (at < delimiter.length && !atStart) throw invalid("it does not contain its boundary");
  const parts: Part[] = [];
  for (;;) {
    const line = bytes.subarray(at, at + 128).toString("latin1");
    if (line.startsWith("--")) break;
    const [padding] = /^[ \t]*\r\n/.exec(line) ?? [];
    if (padding === undefined) throw invalid("a part does not start, or the end is missing");
    if (parts.length === maxParts) {
      throw new Problem(
        "too-many-pictures",
        `Cannot read form: it has more than ${maxParts} parts`,
      );
    }
    // This line break may also be the one that ends empty headers.
    const head = at + padding.length - 2;
    const headEnd = bytes.indexOf("\r\n\r\n", head);
    if (headEnd < 0 || headEnd - head > maxHeadBytes) {
      throw invalid("the headers of a part do not end");
    }
    const end = bytes.indexOf(delimiter, headEnd + 2);
    if (end < 0) throw invalid("the end is missing");
    const data = body.subarray(Math.min(headEnd + 4, end), end);
    parts.push({ ...readHead(bytes.subarray(head + 2, headEnd).toString()), data });
    at = end + delimiter.length;
  }
  if (parts.length === 0) throw new Problem("body-empty", "Cannot read form: it has no parts");
  return parts;
}

function readHead(head: string): { fileName: string; type: string } {
  const field = (name: string) => new RegExp(`^${name}:(.*)$`, "im").exec(head)?.[1]?.trim() ?? "";
  const [, quoted, bare] =
    /;\s*filename=(?:"((?:[^"\\]|\\.)*)"|([^\s;"]+))/i.exec(field("content-disposition")) ?? [];
  const fileName = quoted?.replaceAll(/\\(["\\])/g, "$1").replaceAll(
    /%(22|0D|0A)/gi,
    (_, code) => String.fromCharCode(parseInt(code, 16)),
  ) ?? bare ?? "";
  return { fileName, type: field("content-type").split(";")[0]!.trim().toLowerCase() };
}

function invalid(state: string): Problem {
  return new Problem("body-invalid", `Cannot read form: ${state}`);
}
