import * as tf from "npm:@tensorflow/tfjs-core@4.22.0";
import { layers } from "npm:@tensorflow/tfjs-layers@4.22.0";

/**
 * A layer that appends channels of zeros, which Keras lacks: the PAD in BlazeFace's residual branch
 * where a block widens (Bazarevsky et al. 2019, figure 1).
 */
export class ChannelPadding extends layers.Layer {
  /** The name in a topology's `class_name`. */
  static readonly className = "ChannelPadding";
  readonly #channels: number;

  /** @param config `channels`: how many channels to append. */
  constructor(config: { name?: string; channels: number }) {
    super(config);
    this.#channels = config.channels;
  }

  /** Returns the output's shape for an input of shape `[batch, height, width, channels]`. */
  override computeOutputShape(inputShape: (number | null)[]): (number | null)[] {
    return [...inputShape.slice(0, 3), (inputShape[3] ?? 0) + this.#channels];
  }

  /** Appends the zeros. */
  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const [x] = Array.isArray(inputs) ? inputs : [inputs];
    return tf.pad4d(x as tf.Tensor4D, [[0, 0], [0, 0], [0, 0], [0, this.#channels]]);
  }

  /** Returns this layer's arguments in a topology. */
  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), channels: this.#channels };
  }
}
