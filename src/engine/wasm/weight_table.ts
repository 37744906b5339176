import { ModelError } from "../../errors.ts";
import type { NetworkWeights, WeightSpec } from "../../model/graph.ts";

/** A weight and its position. */
export interface WeightPlace extends WeightSpec {
  /** Offset from the start of the weights, in bytes. */
  readonly offset: number;
  /** The number of elements. */
  readonly length: number;
}

/** Finds weights by name, and reads those that the generated code depends on. */
export class WeightTable {
  readonly #places = new Map<string, WeightPlace>();
  readonly #data: DataView;
  /** Size of all weights in bytes. */
  readonly byteLength: number;

  /** @param weights The weights of a network. */
  constructor(weights: NetworkWeights) {
    const { buffer, byteOffset, byteLength } = weights.data;
    this.#data = new DataView(buffer, byteOffset, byteLength);
    let offset = 0;
    for (const spec of weights.specs) {
      const length = spec.shape.reduce((product, size) => product * size, 1);
      this.#places.set(spec.name, { ...spec, offset, length });
      offset += length * bytesOf(spec.dtype);
    }
    this.byteLength = offset;
  }

  /** Finds a weight. */
  place(name: string): WeightPlace {
    const place = this.#places.get(name);
    if (place) return place;
    throw new ModelError("model-invalid", `Cannot compile network: there is no weight ${name}`);
  }

  /** Whether a weight has no negative number, so that multiplying by it keeps the order of numbers. */
  isNowhereNegative(name: string): boolean {
    const { offset, length, dtype } = this.place(name);
    for (let i = 0; i < length; i++) {
      const isNegative = dtype === "float16"
        ? this.#data.getInt16(offset + 2 * i, true) < 0
        : this.#data.getFloat32(offset + 4 * i, true) < 0;
      if (isNegative) return false;
    }
    return true;
  }
}

/** Bytes per number. */
export function bytesOf(dtype: WeightSpec["dtype"]): number {
  return dtype === "float16" ? 2 : 4;
}
