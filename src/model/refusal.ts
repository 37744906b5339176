/** Why a Keras file cannot be converted. `convertKeras()` puts the file's name before it. */
export class Refusal extends Error {}
