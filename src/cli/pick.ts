/**
 * Copies some fields of an object, and leaves out those that it does not have.
 *
 * @param object The object.
 * @param keys The names of the fields.
 * @returns A new object.
 */
export function pick<Of extends object, Key extends keyof Of>(
  object: Of,
  ...keys: readonly Key[]
): Pick<Of, Key> {
  return Object.fromEntries(
    keys.filter((key) => key in object).map((key) => [key, object[key]]),
  ) as Pick<Of, Key>;
}
