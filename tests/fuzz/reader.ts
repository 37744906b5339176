import fc from "npm:fast-check@4.3.0";

/** Something that reads bytes or text from outside. */
export interface Reader {
  /** Its name. */
  readonly name: string;
  /** How many cases are run before it is another reader's turn, fewer for slow ones. */
  readonly batch: number;
  /**
   * Makes a property that never fails by itself.
   *
   * @param attempt Called with the reading of each case. It throws unless the case is read or
   * refused with an error that is meant for the caller.
   * @returns The property.
   */
  property(attempt: (read: () => unknown) => Promise<void>): fc.IAsyncProperty<unknown>;
}

/** Makes a {@linkcode Reader} of an arbitrary and a function. */
export function reader<Case>(
  name: string,
  batch: number,
  cases: fc.Arbitrary<Case>,
  read: (value: Case) => unknown,
): Reader {
  return {
    name,
    batch,
    property: (attempt) =>
      fc.asyncProperty(cases, (value) => attempt(() => read(value))) as fc.IAsyncProperty<unknown>,
  };
}
