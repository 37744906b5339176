/** Roles and shapes of a layer's weights, in the order in which tfjs has them. */
export function weightShapes(
  className: string,
  config: Record<string, unknown>,
  input: readonly number[],
  output: readonly number[],
): [string, readonly number[]][] {
  const channels = input.at(-1)!, outputs = output.at(-1)!;
  const kernel = config.kernel_size as readonly number[];
  const bias: [string, readonly number[]][] = config.use_bias === false
    ? []
    : [["bias", [outputs]]];
  switch (className) {
    case "Conv2D":
      return [["kernel", [...kernel, channels, outputs]], ...bias];
    case "DepthwiseConv2D":
      return [["depthwise_kernel", [...kernel, channels, 1]], ...bias];
    case "SeparableConv2D":
      return [
        ["depthwise_kernel", [...kernel, channels, 1]],
        ["pointwise_kernel", [1, 1, channels, outputs]],
        ...bias,
      ];
    case "Dense":
      return [["kernel", [channels, outputs]], ...bias];
    case "BatchNormalization":
      return ["gamma", "beta", "moving_mean", "moving_variance"].map((role) => [role, [channels]]);
    case "PReLU":
      return [["alpha", [1, 1, channels]]];
    default:
      return [];
  }
}
