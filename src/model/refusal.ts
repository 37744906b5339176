/** Why a network cannot be used. Whoever read the file puts the file's name before it. */
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
