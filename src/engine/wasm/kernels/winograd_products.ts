import { BLOCK_ADDRESS, type Emission } from "../emission.ts";
import type { FunctionReference } from "../function_builder.ts";
import { i32, v128 } from "../instructions.ts";
import { FLOAT, LANES, type Picture, roundUp, VECTOR } from "../layout.ts";
import type { Convolution } from "../operation.ts";
import type { Step } from "../step.ts";
import { COLUMN_VECTORS, multiplyBlock } from "./multiply_block.ts";
import type { WinogradPlan } from "./winograd_plan.ts";

const PAIR_BYTES = COLUMN_VECTORS * VECTOR;

/** Emits the products of all points of a group of tiles. They do not depend on the group's first tile. */
export function emitProducts(
  emission: Emission,
  plan: WinogradPlan,
  { action, size }: Step<Convolution>,
  { input, transformed, products }: {
    readonly input: Picture;
    readonly transformed: number;
    readonly products: number;
  },
): FunctionReference {
  const { module, packer } = emission, { blockTiles, depth, depths, group, pitch, points } = plan;
  const weights = packer.winograd(action.weights, {
    side: plan.side,
    depth,
    inputs: input.channels,
    outputs: size.channels,
  });
  const columnBytes = roundUp(size.channels, LANES) * FLOAT;
  const blockBytes = blockTiles * pitch * FLOAT;
  const copy = copyBlock(emission, blockBytes);
  const kernels = Array.from({ length: depths }, (_, i) =>
    blockKernel(emission, plan, {
      depth: Math.min(depth, input.channels - i * depth),
      pairs: Math.ceil(size.channels / LANES),
      isFirst: i === 0,
    }));
  return module.function(["i32"], (f) => {
    f.repeat(points, (point) => {
      const at = (start: number, bytes: number) =>
        f.let("i32", i32.add(i32.mul(point, i32.const(bytes)), i32.const(start)));
      const columns = at(weights.address, weights.pointBytes);
      const from = at(transformed, plan.inputPointBytes);
      const to = at(products, plan.outputPointBytes);
      f.repeat(group / blockTiles, () => {
        for (const [i, kernel] of kernels.entries()) {
          f.call(copy, from);
          f.call(kernel, i32.add(columns, i32.const(i * depth * columnBytes)), to);
          f.advance(from, blockBytes);
        }
        f.advance(to, plan.outputBlockBytes);
      });
    });
  });
}

/** Adds a function that copies transformed tiles to the address of the block. */
function copyBlock({ module }: Emission, bytes: number): FunctionReference {
  return module.sharedFunction(`copy ${bytes}`, ["i32"], (f, from) => {
    for (let i = 0; i < roundUp(bytes, VECTOR); i += VECTOR) {
      f.store(i32.const(BLOCK_ADDRESS + i), v128.load(from, i));
    }
  });
}

/**
 * Adds a function that multiplies a block by all columns of a point's weights, and stores the products or
 * adds them to those already stored. Its parameters are the addresses of the weights and the products.
 */
function blockKernel(
  { module, arithmetic }: Emission,
  { block, blockTiles, pitch }: WinogradPlan,
  { depth, pairs, isFirst }: {
    readonly depth: number;
    readonly pairs: number;
    readonly isFirst: boolean;
  },
): FunctionReference {
  const key = JSON.stringify(["block", block, pitch, depth, pairs, isFirst]);
  return module.sharedFunction(key, ["i32", "i32"], (f, columns, to) => {
    f.repeat(pairs, () => {
      let before = 0;
      for (const rows of block) {
        const first = before;
        const place = (row: number, vector: number) => (first + row) * PAIR_BYTES + vector * VECTOR;
        const sums = Array.from(
          { length: rows },
          (_, row) =>
            f.vectors(
              [0, 1].map((vector) =>
                isFirst ? v128.const(0, 0, 0, 0) : v128.load(to, place(row, vector))
              ),
            ),
        );
        const address = (row: number, k: number) =>
          BLOCK_ADDRESS + ((first + row) * pitch + k) * FLOAT;
        multiplyBlock(f, arithmetic, { address, rows, depth }, columns, sums);
        for (const [row, sum] of sums.entries()) {
          for (const [vector, value] of sum.entries()) f.store(to, value, place(row, vector));
        }
        before += rows;
      }
      f.advance(columns, depth * PAIR_BYTES);
      f.advance(to, blockTiles * PAIR_BYTES);
    });
  });
}
