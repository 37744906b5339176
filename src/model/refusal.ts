/** Why a network cannot be used. The code that read the file adds its name to the message. */
export class Refusal extends Error {}

/**
 * Refuses a network because of one of its layers.
 *
 * @param layer The layer's name and class.
 * @param why What is wrong with it.
 * @throws {Refusal} Always.
 */
export function refuseLayer(layer: { name: string; op: string }, why: string): never {
  throw new Refusal(`layer ${layer.name} (${layer.op}): ${why}`);
}
