import { startEarly } from "../async/start_early.ts";
import type { FrameStream, Observation } from "../pipeline.ts";
import type { SourceObservations } from "./recognize_source.ts";

/** A source that is not open yet. */
export interface Source {
  /** Opens it. */
  readonly open: () => FrameStream & { readonly durationS?: number | undefined };
  /** Whether it is a single picture by its name. */
  readonly isPicture: boolean;
}

/**
 * Observes sources in order. Pictures that follow one another are begun before their turn, so that
 * several threads have work.
 *
 * @param sources The sources.
 * @param observe Recognizes the frames of a source.
 * @param width How many pictures to work on at once.
 * @returns What each source shows.
 */
export function* observeSources(
  sources: readonly Source[],
  observe: (frames: FrameStream) => AsyncGenerator<Observation>,
  width: number,
): Generator<SourceObservations> {
  const begin = ({ open, isPicture }: Source): SourceObservations => {
    const source = open(), observations = observe(source);
    const isEarly = isPicture && width > 1;
    return { source, observations: isEarly ? startEarly(observations) : observations };
  };
  const begun: SourceObservations[] = [];
  for (let i = 0; i < sources.length; i++) {
    if (begun.length === 0) begun.push(begin(sources[i]!));
    for (let next; begun.length < width && (next = sources[i + begun.length])?.isPicture;) {
      begun.push(begin(next));
    }
    yield begun.shift()!;
  }
}
