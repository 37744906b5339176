import { ModelError } from "../errors.ts";
import type { CompiledNetwork } from "./graph.ts";

/** The file that says which `model.json` and weights the network was compiled from. */
export interface CompiledJson {
  /** SHA-256 of `model.json` and the weight files, one after the other, as hexadecimal digits. */
  readonly sha256: string;
}

/**
 * Reads a compiled network from a model's folder, if it matches the folder's other files.
 *
 * @param read Reads a file of the folder.
 * @param model The bytes of `model.json`.
 * @param weights The bytes of the weight files.
 * @returns The compiled network, or undefined if it is missing or does not match.
 */
export async function readCompiled(
  read: (file: string) => Promise<Uint8Array<ArrayBuffer>>,
  model: Uint8Array,
  weights: Uint8Array,
): Promise<CompiledNetwork | undefined> {
  try {
    const json = new TextDecoder().decode(await read("compiled.json"));
    const { sha256 } = JSON.parse(json) as CompiledJson;
    if (sha256 !== await fingerprint(model, weights)) return undefined;
    const [relaxed, plain] = await Promise.all([read("relaxed.wasm"), read("plain.wasm")]);
    return { relaxed, plain };
  } catch (error) {
    if (error instanceof ModelError || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/**
 * Computes a fingerprint of a model's files.
 *
 * @param model The bytes of `model.json`.
 * @param weights The bytes of the weight files.
 * @returns SHA-256 of both as hexadecimal digits.
 */
export async function fingerprint(model: Uint8Array, weights: Uint8Array): Promise<string> {
  const bytes = new Uint8Array(model.length + weights.length);
  bytes.set(model);
  bytes.set(weights, model.length);
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
