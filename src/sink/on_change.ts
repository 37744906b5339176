import { EnvironmentError, messageOf } from "../errors.ts";
import type { Frame } from "../image/frame.ts";
import type { FaceResult, FrameResult } from "../result.ts";
import {
  type CommandTemplate,
  fillCommandTemplate,
  parseCommandTemplate,
} from "./command_template.ts";
import { isMissingProgram } from "./is_missing_program.ts";
import { requestPermission } from "./permissions.ts";
import { runCommand } from "./run_command.ts";
import type { Sink } from "./sink.ts";

/** How many commands run at once. */
const mostRunning = 4;

/** How many faces may wait for a command. */
const mostWaiting = 64;

/** How many faces' labels are remembered. */
const mostRemembered = 1000;

/** How long the commands may take at the end. */
const patienceMs = 5000;

/** Options of {@linkcode OnChange.open}. */
export interface OnChangeOptions {
  /** Called with a message when something goes wrong, once for each kind of problem. */
  onProblem?: (message: string) => void;
  /** Called with each line that the commands write. */
  onOutput?: (line: string) => void;
  /** Kills the running commands and starts no more. */
  signal?: AbortSignal;
}

/**
 * Runs a program for the first label of each face and whenever it changes. No shell is involved, and
 * the stream never waits: while too many commands run, only a face's newest label is kept for later. A
 * face's commands run one after the other. Uncertain labels are ignored.
 *
 * In videos, faces without an id are ignored. In a still every face is new, and its id is its position.
 *
 * @example
 * ```ts
 * import { createFrame } from "@mien/mien";
 * import { OnChange } from "@mien/mien/output";
 * import assert from "node:assert/strict";
 *
 * const box = { x: 1, y: 1, width: 2, height: 2 };
 * const face = { id: 7, box, score: 1, emotion: "sad", confidence: 0.91, probabilities: {} };
 * const record = { source: "a.mp4", frame: 0, time: 0, width: 4, height: 3, faces: [face] };
 * const lines: string[] = [];
 * {
 *   const onOutput = (line: string): void => void lines.push(line);
 *   const script = "console.log(Deno.args.join())";
 *   const command = [Deno.execPath(), "eval", script, "{id}", "{emotion}"];
 *   await using sink = await OnChange.open(command, { onOutput });
 *   sink.write(record, createFrame("gray", 4, 3, new Uint8Array(12)));
 * }
 * assert.deepEqual(lines, ["7,sad"]);
 * ```
 */
export class OnChange implements Sink {
  readonly #template: CommandTemplate;
  readonly #options: OnChangeOptions;
  readonly #labels = new Map<number, string>();
  readonly #running = new Map<string, Promise<void>>();
  readonly #waiting = new Map<string, string[]>();
  readonly #reported = new Set<string>();
  readonly #ending = new AbortController();
  #source: string | undefined;

  private constructor(template: CommandTemplate, options: OnChangeOptions) {
    this.#template = template;
    this.#options = options;
    options.signal?.addEventListener("abort", this.#end);
    if (options.signal?.aborted) this.#end();
  }

  /**
   * Prepares to run a program. Nothing is run yet.
   *
   * @param command The program and its arguments, in which `{id}`, `{emotion}`, `{confidence}` (0 to
   * 1), `{time}` (in seconds) and `{source}` are replaced.
   * @param options Where messages go.
   * @returns The sink.
   * @throws {OptionError} If the command is empty or has an unknown placeholder.
   * @throws {EnvironmentError} If running the program is not permitted, or there is none.
   */
  static async open(command: readonly string[], options: OnChangeOptions = {}): Promise<OnChange> {
    const template = parseCommandTemplate(command);
    const { program } = template;
    const message = `Cannot run ${program} on changes: running it is not permitted`;
    await requestPermission({ name: "run", command: program }, message);
    if (await isMissingProgram(program)) {
      const message = `Cannot run ${program} on changes: there is no such program`;
      throw new EnvironmentError("program-missing", message);
    }
    return new OnChange(template, options);
  }

  /** Starts the program for each face whose label has changed. */
  write(record: FrameResult, frame: Frame): void {
    if (frame.still || record.source !== this.#source) this.#labels.clear();
    this.#source = record.source;
    for (const [i, face] of record.faces.entries()) {
      const id = frame.still ? i + 1 : face.id;
      if (id === undefined || face.uncertain) continue;
      const isNew = this.#labels.get(id) !== face.emotion;
      this.#labels.delete(id);
      this.#labels.set(id, face.emotion);
      if (isNew) this.#enqueue(id, face, record);
    }
    for (const id of this.#labels.keys()) {
      if (this.#labels.size <= mostRemembered) break;
      this.#labels.delete(id);
    }
  }

  /** Forgets the labels: ids start again with the next source. */
  endSource(): void {
    this.#labels.clear();
  }

  /** Waits for all commands, running or not started yet, and kills them after five seconds. */
  async [Symbol.asyncDispose](): Promise<void> {
    const timer = setTimeout(this.#end, patienceMs);
    while (this.#running.size > 0) await Promise.all(this.#running.values());
    clearTimeout(timer);
    this.#options.signal?.removeEventListener("abort", this.#end);
  }

  readonly #end = (): void => {
    this.#waiting.clear();
    if (this.#running.size > 0 && !this.#options.signal?.aborted) {
      this.#report("slow", `ended after ${patienceMs / 1000} s`);
    }
    this.#ending.abort();
  };

  #enqueue(id: number, face: FaceResult, record: FrameResult): void {
    if (this.#ending.signal.aborted) return;
    const key = `${id} ${record.source}`;
    const args = fillCommandTemplate(this.#template, {
      id: String(id),
      emotion: face.emotion,
      confidence: String(face.confidence),
      time: String(record.time),
      source: record.source,
    });
    this.#waiting.delete(key);
    this.#waiting.set(key, args);
    this.#startWaiting();
    if (this.#waiting.size > mostWaiting) {
      const [oldest] = this.#waiting.keys();
      this.#waiting.delete(oldest!);
      this.#report("late", "labels change faster than it ends, some changes are left out");
    }
  }

  #startWaiting(): void {
    for (const [key, args] of this.#waiting) {
      if (this.#running.size >= mostRunning) return;
      if (this.#running.has(key)) continue;
      this.#waiting.delete(key);
      const done = this.#run(args).finally(() => {
        this.#running.delete(key);
        this.#startWaiting();
      });
      this.#running.set(key, done);
    }
  }

  async #run(args: string[]): Promise<void> {
    const { program } = this.#template;
    const onLine = this.#options.onOutput ?? (() => {});
    try {
      const { success, signal, code } = await runCommand(program, args, {
        signal: this.#ending.signal,
        onLine,
      });
      if (success || this.#ending.signal.aborted) return;
      const end = signal ?? `exit code ${code}`;
      this.#report(end, `it ended with ${end}`);
    } catch (error) {
      const isMissing = error instanceof Deno.errors.NotFound;
      const problem = isMissing ? "there is no such program" : messageOf(error);
      this.#report(isMissing ? "missing" : "start", problem);
    }
  }

  /** Reports each kind of problem once. */
  #report(kind: string, problem: string): void {
    if (this.#reported.has(kind)) return;
    this.#reported.add(kind);
    this.#options.onProblem?.(`Cannot run ${this.#template.program} on changes: ${problem}`);
  }
}
