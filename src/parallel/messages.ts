import type { Step } from "../async/step.ts";
import type { EncodedPicture } from "../image/encoded_picture.ts";
import type { Frame } from "../image/frame.ts";
import type { Network } from "../model/graph.ts";
import type { RecognizeOptions } from "../recognizer.ts";
import type { FrameResult } from "../result.ts";
import type { PostedError } from "./posted_error.ts";

/** A model in a form that can be posted. */
export interface PostedModel {
  /** Tells it from the other models of the same worker. */
  readonly name: string;
  /** The bytes of its `card.json`. */
  readonly card: Uint8Array<ArrayBuffer>;
  /** Its network, compiled. */
  readonly network: Network;
  /** What it is loaded with. */
  readonly options: RecognizeOptions;
}

/** What a worker is to do with one picture. */
export interface Task {
  readonly picture: Frame | EncodedPicture;
  /** What differs for this picture from what the model was loaded with. */
  readonly options: RecognizeOptions;
}

/** What a worker is told. It is given one task at a time. */
export type ToWorker =
  | { readonly kind: "model"; readonly model: PostedModel }
  | { readonly kind: "task"; readonly model: string; readonly task: Task }
  /** A file that it has asked for: the memory of a module that `packFiles` made, or a package's file. */
  | { readonly kind: "file"; readonly path: string; readonly memory: ArrayBuffer }
  /** Why a file that it has asked for cannot be read. */
  | { readonly kind: "no-file"; readonly path: string; readonly error: PostedError };

/** What a worker says. */
export type FromWorker =
  | { readonly kind: "ready" }
  /** Asks for a .wasm file of the module graph or a package's file, which a worker cannot read. */
  | { readonly kind: "ask"; readonly path: string }
  /** The frame is that of a picture which it had to decode. */
  | {
    readonly kind: "done";
    readonly record: FrameResult;
    readonly frame?: Frame;
    readonly steps: readonly Step[];
  }
  | { readonly kind: "failed"; readonly error: PostedError };
