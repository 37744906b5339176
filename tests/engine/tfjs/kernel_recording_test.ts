import assert from "node:assert/strict";
import * as tf from "npm:@tensorflow/tfjs-core@4.22.0";
import { KernelRecording } from "../../../src/engine/tfjs/kernel_recording.ts";
import { startTfjs } from "../../../src/engine/tfjs/start_tfjs.ts";

/**
 * Branches, a constant made from a weight, shared memory, a list of inputs, a kernel that changes its
 * result's shape, an output read again.
 */
function network(kernel: tf.Tensor4D, scale: tf.Tensor1D): (input: tf.Tensor) => tf.Tensor[] {
  return (input) => {
    const x = tf.conv2d(input as tf.Tensor4D, kernel, 1, "same");
    const scaled = tf.mul(x, tf.reshape(scale, [1, 1, 1, 2]));
    const flat = tf.tidy(() => tf.add(tf.reshape(scaled, [1, 32]), tf.scalar(0.25)));
    const both = tf.concat([tf.elu(flat), tf.square(flat), tf.reshape(x, [1, 32])], 1);
    const centred = tf.sub(x, tf.mean(x, 3, true));
    return [both, tf.softmax(both), tf.clone(flat), centred];
  };
}

Deno.test("KernelRecording returns the network's own outputs, run after run", async () => {
  const engine = await startTfjs();
  const before = engine.memory().tensors;
  const kernel = tf.randomNormal<tf.Rank.R4>([3, 3, 1, 2]);
  const scale = tf.tensor1d([0.5, -2]);
  const run = network(kernel, scale);
  {
    using recording = new KernelRecording([1, 4, 4, 1], run);
    const held = engine.memory().tensors;
    for (let i = 0; i < 5; i++) {
      const input = Float32Array.from({ length: 16 }, () => Math.random() - 0.5);
      const expected = tf.tidy(() =>
        run(tf.tensor(input, [1, 4, 4, 1])).map((output) => output.dataSync())
      );
      assert.deepEqual(recording.run(input), expected);
      assert.equal(engine.memory().tensors, held);
    }
  }
  tf.dispose([kernel, scale]);
  assert.equal(engine.memory().tensors, before);
});

Deno.test("KernelRecording frees everything if the network cannot run", async () => {
  const engine = await startTfjs();
  const before = engine.memory().tensors;
  const fails = (input: tf.Tensor) => [tf.reshape(tf.square(input), [7])];
  assert.throws(() => new KernelRecording([1, 4], fails));
  assert.equal(engine.memory().tensors, before);
  assert.equal(tf.square(3).dataSync()[0], 9, "tfjs itself still runs");
});
