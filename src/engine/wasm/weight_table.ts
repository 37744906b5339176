import { ModelError } from "../../errors.ts";
import type { NetworkWeights, WeightSpec } from "../../model/graph.ts";

/** A weight and where it lies. */
export interface WeightPlace extends WeightSpec {
  /** Bytes from the beginning of the weights. */
  readonly offset: number;
  /** How many numbers it has. */
  readonly length: number;
}

/** Finds weights by their names, and reads those that decide what code is made. */
export class WeightTable {
  readonly #places = new Map<string, WeightPlace>();
  readonly #data: DataView;
  /** How many bytes all weights take. */
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

  /** Where a weight lies. */
  place(name: string): WeightPlace {
    const place = this.#places.get(name);
    if (place) return place;
    throw new ModelError("model-invalid", `Cannot compile network: there is no weight ${name}`);
  }

  /** Whether no number of a weight is below zero, so that a factor of it keeps the order of numbers. */
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

/** How many bytes one number takes. */
export function bytesOf(dtype: WeightSpec["dtype"]): number {
  return dtype === "float16" ? 2 : 4;
}
