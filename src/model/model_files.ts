import { EnvironmentError, messageOf, ModelError } from "../errors.ts";
import { isNotCapable } from "../runtime/not_capable.ts";
import { readBytes } from "../runtime/read_bytes.ts";
import type { Network } from "./graph.ts";

/** The files of one model, wherever they are. */
export interface ModelFiles {
  /** Where the model is, for messages, with a slash at its end. */
  readonly place: string;
  /**
   * Reads one of the files.
   *
   * @param file Its name: `model.json`.
   * @returns Its bytes, which must not be changed.
   * @throws {ModelError} If there is no such file (`model-not-found`).
   * @throws {EnvironmentError} If the permission to read it is missing (`permission-missing`).
   */
  read(file: string): Promise<Uint8Array<ArrayBuffer>>;
  /** Reads the network, if it was checked and compiled when Mien was built. */
  readPrepared?(): Promise<Network>;
}

/** No network of use has more bytes of weights, and no list of layers more of text. */
export const MOST_WEIGHT_BYTES = 2 ** 30, MOST_JSON_BYTES = 2 ** 26;

/**
 * Returns the files of a folder.
 *
 * @param folder A `file:`, `https:` or `http:` URL with a slash at its end.
 * @returns The files. Nothing is read yet.
 */
export function folderFiles(folder: URL): ModelFiles {
  return {
    place: nameOf(folder),
    async read(file) {
      const url = URL.parse(file, folder);
      if (!url?.href.startsWith(folder.href)) {
        const why = "it is outside the model's folder";
        throw new ModelError("model-invalid", `Cannot read model file ${file}: ${why}`);
      }
      return await readModelFile(url, file.endsWith(".json") ? MOST_JSON_BYTES : undefined);
    },
  };
}

/** Why a file cannot be read, in the words of users. */
const reasons: Readonly<Record<string, string>> = {
  ENOENT: "no such file",
  ENOTDIR: "a model is a folder, not a file in it",
  EISDIR: "it is a folder",
};

/** Decodes a part of a URL as far as it can be decoded. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A file's path as people write it, or the URL of what is no file. */
function nameOf(url: URL): string {
  return url.protocol === "file:" ? decoded(url.pathname).replace(/^\/([A-Z]:)/i, "$1") : url.href;
}

/**
 * Reads one file of a model, from disk or over HTTP.
 *
 * @param url A `file:`, `https:` or `http:` URL.
 * @param most How many bytes it may have. @default {2 ** 30}
 * @returns The file's bytes.
 * @throws {ModelError} If there is no such file (`model-not-found`).
 * @throws {EnvironmentError} If the permission to read it is missing (`permission-missing`).
 */
export async function readModelFile(
  url: URL,
  most = MOST_WEIGHT_BYTES,
): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return await readBytes(url, most);
  } catch (cause) {
    if (isNotCapable(cause)) {
      const permission = url.protocol === "file:" ? "read" : `net=${url.host}`;
      throw new EnvironmentError(
        "permission-missing",
        `Cannot read model file ${nameOf(url)}: the permission to read it is missing`,
        { cause, permission },
      );
    }
    const why = reasons[String((cause as { code?: unknown }).code)] ?? messageOf(cause);
    throw new ModelError("model-not-found", `Cannot read model file ${nameOf(url)}: ${why}`, {
      cause,
    });
  }
}

/**
 * Reads a JSON file of a model.
 *
 * @param files The model's files.
 * @param file The name of the file.
 * @returns What the file holds.
 * @throws {ModelError} If it is missing (`model-not-found`) or not JSON (`model-invalid`).
 * @throws {EnvironmentError} If the permission to read it is missing (`permission-missing`).
 */
export async function readModelJson(files: ModelFiles, file: string): Promise<unknown> {
  const bytes = await files.read(file);
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    const message = `Cannot read model file ${files.place}${file}: ${messageOf(cause)}`;
    throw new ModelError("model-invalid", message, { cause });
  }
}
