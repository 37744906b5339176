import * as tf from "npm:@tensorflow/tfjs-core@4.22.0";
import { layers } from "npm:@tensorflow/tfjs-layers@4.22.0";

/** Arguments of {@linkcode Resizing}, by Keras's names. */
interface ResizingConfig {
  name?: string;
  height: number;
  width: number;
  interpolation: "bilinear";
}

/**
 * Keras's layer `Resizing` with bilinear interpolation. The layer of this name in tfjs puts corners on
 * corners; Keras and TensorFlow Lite put the centres of the pixels on each other.
 */
export class Resizing extends layers.Layer {
  /** The name in a topology's `class_name`. */
  static readonly className = "Resizing";
  readonly #config: ResizingConfig;

  /** @param config The size of the output. */
  constructor(config: ResizingConfig) {
    super(config.name === undefined ? {} : { name: config.name });
    this.#config = config;
  }

  /** Returns the output's shape for an input of shape `[batch, height, width, channels]`. */
  override computeOutputShape(inputShape: (number | null)[]): (number | null)[] {
    return [inputShape[0]!, this.#config.height, this.#config.width, inputShape[3]!];
  }

  /** Resizes. */
  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const [x] = Array.isArray(inputs) ? inputs : [inputs];
    const { height, width } = this.#config;
    return tf.image.resizeBilinear(x as tf.Tensor4D, [height, width], false, true);
  }

  /** Returns this layer's arguments in a topology. */
  override getConfig(): tf.serialization.ConfigDict {
    const { height, width, interpolation } = this.#config;
    return { ...super.getConfig(), height, width, interpolation };
  }
}
