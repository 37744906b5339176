import type { WeightSpec } from "../../../model/graph.ts";
import type { FunctionReference } from "../function_builder.ts";
import { i32 } from "../instructions.ts";
import { VECTOR } from "../layout.ts";
import type { ModuleBuilder } from "../module_builder.ts";
import { bytesOf } from "../weight_table.ts";
import { keepFirst, loadFloats } from "./load_floats.ts";

/**
 * Adds the function that packs a matrix, for {@linkcode Packer.matrix}.
 *
 * Its parameters are the addresses of the stored and the packed matrix, the numbers of rows and columns,
 * and how many vectors of columns are side by side.
 */
export function packMatrix(module: ModuleBuilder, dtype: WeightSpec["dtype"]): FunctionReference {
  const bytes = bytesOf(dtype);
  return module.sharedFunction(`pack ${dtype}`, ["i32", "i32", "i32", "i32", "i32"], (
    f,
    source,
    to,
    rows,
    columns,
    vectors,
  ) => {
    const column = f.let("i32", i32.const(0));
    f.repeatUntil(column, columns, 4, () => {
      const vector = i32.divideUnsigned(column, i32.const(4));
      const block = f.let("i32", i32.divideUnsigned(vector, vectors));
      const blockBytes = i32.mul(i32.mul(rows, vectors), i32.const(VECTOR));
      const inBlock = i32.mul(i32.remainderUnsigned(vector, vectors), i32.const(VECTOR));
      const at = f.let("i32", i32.add(to, i32.add(i32.mul(block, blockBytes), inBlock)));
      const from = f.let("i32", i32.add(source, i32.mul(column, i32.const(bytes))));
      const row = f.let("i32", i32.const(0));
      f.repeatUntil(row, rows, 1, () => {
        f.store(at, keepFirst(loadFloats(dtype, from), i32.sub(columns, column)));
        f.set(from, i32.add(from, i32.mul(columns, i32.const(bytes))));
        f.set(at, i32.add(at, i32.mul(vectors, i32.const(VECTOR))));
      });
    });
  });
}
