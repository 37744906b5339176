import type { Dataset, Hdf5 } from "./hdf5.ts";
import type { KerasLayer, KerasModel } from "../model/keras_model.ts";
import { Refusal } from "../model/refusal.ts";

/** Returns the weights of a layer in Keras's order: trainable ones first. */
export type WeightsOf = (layer: KerasLayer) => readonly Dataset[];

/** Where Keras 2.12 to 2.14 put the layers of a `.keras`; Keras 3 has `layers`. */
const KERAS_2 = "_layer_checkpoint_dependencies";

/**
 * Finds each layer's weights in an HDF5 file.
 *
 * @param hdf5 The open file: a model or only its weights as Keras 2 saves them, or the
 * `model.weights.h5` of Keras 3.
 * @param model The layers to find.
 * @returns The weights by layer.
 * @throws {Refusal} If the file has none of these forms.
 */
export function readWeights(hdf5: Hdf5, model: KerasModel): WeightsOf {
  const weights = new Map<KerasLayer, Dataset[]>();
  const root = hdf5.keys("").includes("model_weights") ? "model_weights" : "";
  if (hdf5.names(root, "layer_names") !== undefined) readByName(hdf5, root, model, weights);
  else if (hdf5.keys("layers").length > 0) readByClass(hdf5, "layers", model, weights);
  else if (hdf5.keys(KERAS_2).length > 0) readByClass(hdf5, KERAS_2, model, weights);
  else throw new Refusal("it holds no layers of a Keras model");
  return (layer) => weights.get(layer) ?? [];
}

/**
 * Keras 2: a group per layer of the outermost model, with a list of weight names. The weights of a
 * model inside the model are all in its one group, named `layer/weight`.
 */
function readByName(
  hdf5: Hdf5,
  root: string,
  model: KerasModel,
  weights: Map<KerasLayer, Dataset[]>,
): void {
  for (const layer of model.layers) {
    const folder = join(root, layer.name);
    const names = hdf5.names(folder, "weight_names") ?? [];
    const leaves = leavesOf(layer);
    for (const leaf of leaves) weights.set(leaf.layer, []);
    for (const name of names) {
      const owner = layer.model ? ownerOf(name, leaves) : layer;
      if (owner) weights.get(owner)!.push(hdf5.dataset(join(folder, name)));
    }
  }
}

/**
 * A `.keras`: a group per layer, named after its class with a counter, with `vars/0`, `vars/1`, ...; a
 * model inside the model has a folder of its own. Keras 2.13 counts layers with weights twice.
 */
function readByClass(
  hdf5: Hdf5,
  folder: string,
  model: KerasModel,
  weights: Map<KerasLayer, Dataset[]>,
): void {
  const groups = hdf5.keys(folder), used = new Map<string, number>();
  const inner = folder.slice(folder.lastIndexOf("/") + 1);
  for (const layer of model.layers) {
    const base = snakeCase(layer.className);
    const count = used.get(base) ?? 0;
    used.set(base, count + 1);
    const name = inner === KERAS_2
      ? groupsOf(base, groups)[count]
      : count === 0
      ? base
      : `${base}_${count}`;
    const path = `${folder}/${name}`;
    if (layer.model) readByClass(hdf5, `${path}/${inner}`, layer.model, weights);
    const { length } = hdf5.keys(`${path}/vars`);
    weights.set(layer, Array.from({ length }, (_, i) => hdf5.dataset(`${path}/vars/${i}`)));
  }
}

/** The groups of a class's layers in their order: `conv2d`, `conv2d_2`, `conv2d_10`. */
function groupsOf(base: string, groups: readonly string[]): string[] {
  return groups.filter((name) =>
    /^(|_\d+)$/.test(name.startsWith(base) ? name.slice(base.length) : "-")
  )
    .toSorted((a, b) => numberIn(a, base) - numberIn(b, base));
}

function numberIn(name: string, base: string): number {
  return Number(name.slice(base.length + 1));
}

/** A layer that is no model, with its name and those of the models around it, the innermost first. */
interface Leaf {
  readonly layer: KerasLayer;
  readonly names: readonly string[];
}

function leavesOf(layer: KerasLayer, around: readonly string[] = []): Leaf[] {
  const names = [layer.name, ...around];
  return layer.model?.layers.flatMap((inner) => leavesOf(inner, names)) ?? [{ layer, names }];
}

/** The layer of a weight `[model/...]layer/weight`. A layer's name may itself contain slashes. */
function ownerOf(weight: string, leaves: readonly Leaf[]): KerasLayer | undefined {
  const folder = `/${weight.slice(0, weight.lastIndexOf("/"))}`;
  let owner: KerasLayer | undefined, longest = 0;
  for (const { layer, names } of leaves) {
    const length = lengthOfMatch(folder, names);
    if (length > longest) [owner, longest] = [layer, length];
  }
  return owner;
}

/** How much of a folder's end consists of a layer's name and those of the models around it. */
function lengthOfMatch(folder: string, names: readonly string[]): number {
  let end = "";
  for (const name of names) {
    if (!folder.endsWith(`/${name}${end}`)) break;
    end = `/${name}${end}`;
  }
  return end.length;
}

/** `DepthwiseConv2D` is `depthwise_conv2d`, `PReLU` is `p_re_lu`. */
function snakeCase(className: string): string {
  return className.replaceAll(/\W+/g, "").replaceAll(/(.)([A-Z][a-z]+)/g, "$1_$2")
    .replaceAll(/([a-z])([A-Z])/g, "$1_$2").toLowerCase();
}

function join(folder: string, name: string): string {
  return folder === "" ? name : `${folder}/${name}`;
}
