import { race } from "./race.ts";
import { type Command, Runner } from "./runner.ts";
import { compare, type Question, type Row } from "./row.ts";

/** How long to measure. */
export interface Length {
  rounds: number;
  /** Inputs in each round. */
  count: number;
}

/** Runners measured in turns on the same inputs. */
export interface RunnerRace {
  /** Each one's result for the last warm-up input. */
  results: ReadonlyMap<string, unknown>;
  /** Milliseconds per input, round by round. */
  times: ReadonlyMap<string, readonly number[]>;
  /** Why the runners without times could not run. */
  failures: ReadonlyMap<string, string>;
}

/** Starts runners, warms each up, and measures them in turns. */
export async function raceRunners(
  commands: ReadonlyMap<string, Command>,
  { rounds, count }: Length,
): Promise<RunnerRace> {
  const runners = new Map([...commands].map(([name, command]) => [name, new Runner(command)]));
  try {
    const results = new Map<string, unknown>(), failures = new Map<string, string>();
    for (const [name, runner] of runners) {
      try {
        results.set(name, (await runner.turn(0, 3 * count, true)).result);
      } catch (error) {
        failures.set(name, (error as Error).message);
      }
    }
    const ready = [...runners].filter(([name]) => !failures.has(name));
    const contenders = new Map(ready.map(([name, runner]) => {
      return [name, async (round: number) => (await runner.turn(round * count, count)).ms / count];
    }));
    return { results, failures, times: await race(contenders, rounds) };
  } finally {
    for (const runner of runners.values()) await runner[Symbol.asyncDispose]();
  }
}

/** Answers a question from a race. */
export function compareIn({ times, failures }: RunnerRace, question: Question): Row {
  const ours = times.get(question.ours), theirs = times.get(question.theirs);
  if (ours && theirs) return compare(question, "ms", ours, theirs);
  return { ...question, missing: failures.get(ours ? question.theirs : question.ours)! };
}
