/** One network and the pictures to run it on. */
export interface NetworkJob {
  name: string;
  /** URL of the model's folder. */
  folder: string;
  /** A file of the same network in ONNX. */
  onnx: string;
  /** A file of pictures, 8 bits a sample, channels last. */
  inputs: string;
  width: number;
  height: number;
  channels: number;
  /** The values of samples 0 and 255. */
  range: readonly [number, number];
}

/** Scales samples to the network's input range. */
export function toFloats(samples: Uint8Array, { range: [low, high] }: NetworkJob): Float32Array {
  return Float32Array.from(samples, (sample) => low + sample * (high - low) / 255);
}
