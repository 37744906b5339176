// ref: training/golden_layers.py, which made the networks and has Keras's answers.
import assert from "node:assert/strict";
import { startEngine } from "../../src/engine/start_engine.ts";
import { ModelError } from "../../src/errors.ts";
import { convertKeras } from "../../src/keras/convert_keras.ts";
import { goldenLayers, largestDifference } from "../support/keras_goldens.ts";

/** What is not converted, and why; everything else must give Keras's answers. */
const REFUSED: Record<string, RegExp> = {
  adapted_all: /\(Normalization\): axis \[1,2,3\] is not supported$/,
  adapted_rows: /\(Normalization\): axis \[1\] is not supported$/,
  conv_exponential: /\(Conv2D\): activation exponential is not supported$/,
  conv_groups: /\(Conv2D\): groups 2 is not supported$/,
  conv_hard_sigmoid: /\(Conv2D\): activation hard_sigmoid is not supported$/,
  conv_layer_axis: /\(Conv2D\): activation Softmax is not supported$/,
  conv_layer_elu: /\(Conv2D\): activation ELU is not supported$/,
  depthwise_dilated: /\(DepthwiseConv2D\): dilation_rate \[2,2\] is not supported$/,
  distributed: /\(TimeDistributed\): layers of this class are not supported$/,
  elu_alpha: /\(ELU\): alpha 0\.5 is not supported$/,
  first_flatten: /\(Flatten\): data_format "channels_first" is not supported$/,
  first_globalaveragepooling2d: /data_format "channels_first" is not supported$/,
  first_maxpooling2d: /\(MaxPooling2D\): data_format "channels_first" is not supported$/,
  first_upsampling2d: /\(UpSampling2D\): data_format "channels_first" is not supported$/,
  first_zeropadding2d: /\(ZeroPadding2D\): data_format "channels_first" is not supported$/,
  float16: /\/vars\/0 holds numbers of the type <e, which is not supported$/,
  group: /\(GroupNormalization\): layers of this class are not supported$/,
  masking: /\(Masking\): layers of this class are not supported$/,
  minus: /\((keras\.ops\.Subtract|TFOpLambda)\): /,
  plus_one: /\((Add|TFOpLambda)\): it is called with (y=)?1$/,
  prelu_channels: /\(PReLU\): shared_axes \[3\] is not supported$/,
  relu_both: /\(ReLU\): max_value with negative_slope is not supported$/,
  relu_threshold: /\(ReLU\): threshold 0\.2\d* is not supported$/,
  resizing: /\(Resizing\): layers of this class are not supported$/,
  shared: /\(Conv2D\): it is used 2 times, and once is supported$/,
  shared_model: /\(Functional\): it is used 2 times, and once is supported$/,
  shared_weights: /\(Conv2D\): 2 weights are expected but 0 are there$/,
  subtract: /\(Subtract\): layers of this class are not supported$/,
  transposed: /\(Conv2DTranspose\): layers of this class are not supported$/,
  two_outputs: /\(Conv2D\): it takes an output of a layer other than the first$/,
  upsample_bilinear: /\(UpSampling2D\): interpolation "bilinear" is not supported$/,
};
/** Arguments that one Keras has and the other lacks, or takes otherwise. */
const REFUSED_OF: Record<string, Record<string, RegExp>> = {
  "3.15": {
    layer_rms: /\(LayerNormalization\): rms_scaling true is not supported$/,
    normalization_invert: /\(Normalization\): invert is not supported$/,
  },
  "2.14": {
    batch_renorm: /\(BatchNormalization\): renorm true is not supported$/,
    batch_training: /\(BatchNormalization\): it is called with training=true$/,
    dropout_training: /\(Dropout\): it is called with training=true$/,
  },
};
REFUSED_OF["2.13"] = REFUSED_OF["2.14"]!;

for (const version of ["3.15", "2.14", "2.13"]) {
  const refused = { ...REFUSED, ...REFUSED_OF[version] };
  const { files, inputs, answers } = goldenLayers(version);
  const names = Object.keys(files).filter((name) => !name.startsWith("end_"));

  Deno.test(`convertKeras() agrees with Keras ${version} to 1e-4 on both engines`, async () => {
    const engines = [await startEngine(), await startEngine("tfjs")];
    for (const name of names.filter((name) => !(name in refused))) {
      const network = await convertKeras({ bytes: files[name]!, name });
      for (const engine of engines) {
        using session = await engine.load(network.graph, network.weights);
        const [found] = await session.run(inputs, 16);
        const difference = largestDifference(found!, answers[name]!.flat());
        assert(difference < 1e-4, `${name} differs by ${difference} on ${engine.name}`);
      }
    }
  });

  Deno.test(`convertKeras() refuses by name what it cannot do of Keras ${version}`, async () => {
    for (const name of names.filter((name) => name in refused)) {
      await assert.rejects(() => convertKeras({ bytes: files[name]!, name }), (error) => {
        assert(error instanceof ModelError, name);
        assert.equal(error.code, "model-invalid");
        assert.match(error.message, refused[name]!);
        return true;
      });
    }
  });
}
