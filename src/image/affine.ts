/**
 * An affine map `[a, b, c, d, e, f]` from output to source, both in pixels with centres at .5:
 * `sourceX = a * x + b * y + c`, `sourceY = d * x + e * y + f`. The centre of the first output
 * pixel is `(0.5, 0.5)`; the whole output is `(0, 0)` to `(width, height)`.
 */
export type Affine = readonly [
  a: number,
  b: number,
  c: number,
  d: number,
  e: number,
  f: number,
];
