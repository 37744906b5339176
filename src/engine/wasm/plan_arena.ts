import { type Layout, roundUp, totalBytes } from "./layout.ts";
import { isStep, type Step, valuesOf } from "./step.ts";

/** Steps may read and write up to this many bytes past the end of a value. */
const SLACK = 128;
/** Values start at a cache line. */
const ALIGNMENT = 64;

/** A block of memory, and the first and last step that need it. */
interface Block {
  readonly key: string;
  readonly first: number;
  last: number;
  readonly bytes: number;
  address: number;
}

/** Where the values and the steps' scratch memory are. */
export interface ArenaPlan {
  /** Addresses of the values by name. */
  readonly addresses: ReadonlyMap<string, number>;
  /** Addresses of the steps' scratch memory, by the name of their output. */
  readonly scratch: ReadonlyMap<string, number>;
  /** End of the arena. */
  readonly end: number;
}

/**
 * Allocates memory for all values. Values that are not needed at the same time share memory.
 *
 * @param steps The steps of a network.
 * @param layouts The layouts of the values.
 * @param outputs Names of the values that are needed until the end.
 * @param scratchBytes How much scratch memory a step needs.
 * @param start Address of the first free byte.
 */
export function planArena(
  steps: readonly Step[],
  layouts: ReadonlyMap<string, Layout>,
  outputs: readonly string[],
  scratchBytes: (step: Step) => number,
  start: number,
): ArenaPlan {
  const blocks = new Map<string, Block>(), roots = new Map<string, string>();
  const rootOf = (name: string): string => roots.get(name) ?? name;
  const scratch: Block[] = [];
  for (const [time, step] of steps.entries()) {
    for (const name of valuesOf(step)) blocks.get(rootOf(name))!.last = time;
    if (isStep(step, "reshape")) {
      roots.set(step.output, rootOf(step.inputs[0]!));
      continue;
    }
    const bytes = roundUp(totalBytes(layouts.get(step.output)!) + SLACK, ALIGNMENT);
    const block = { key: step.output, first: time, last: time, bytes, address: 0 };
    blocks.set(step.output, block);
    const own = scratchBytes(step);
    if (own > 0) scratch.push({ ...block, bytes: roundUp(own + SLACK, ALIGNMENT) });
  }
  for (const name of outputs) blocks.get(rootOf(name))!.last = steps.length;
  const end = place([...blocks.values(), ...scratch], start);
  return {
    addresses: new Map(
      [...layouts.keys()].map((name) => [name, blocks.get(rootOf(name))!.address]),
    ),
    scratch: new Map(scratch.map(({ key, address }) => [key, address])),
    end,
  };
}

/** Places blocks largest first, each at the lowest address that is free while it is needed. */
function place(blocks: readonly Block[], start: number): number {
  const placed: Block[] = [];
  let end = start;
  for (const block of blocks.toSorted((a, b) => b.bytes - a.bytes)) {
    const inTheWay = placed.filter(({ first, last }) => first <= block.last && block.first <= last)
      .toSorted((a, b) => a.address - b.address);
    let address = start;
    for (const other of inTheWay) {
      if (address + block.bytes <= other.address) break;
      address = Math.max(address, other.address + other.bytes);
    }
    block.address = address;
    placed.push(block);
    end = Math.max(end, address + block.bytes);
  }
  return end;
}
