/** What every option has. */
interface Described {
  /** One phrase for the help text and the OpenAPI document. */
  readonly help: string;
  /** The name on the command line, where it is not the key in kebab case. */
  readonly name?: string;
  /** The one-letter name. */
  readonly short?: string;
}

/** An option that takes a value. */
interface Valued<Value> extends Described {
  /** The placeholder for the value in the help text. */
  readonly placeholder: string;
  /** The value where the option is left out. */
  readonly default?: Value;
}

/** One option: its kind says how its value is written, and which type it has. */
export type Option =
  /** Given or not. */
  | Described & { readonly kind: "flag" }
  | Valued<number> & {
    readonly kind: "number" | "integer";
    readonly min?: number;
    readonly max?: number;
  }
  /** A whole number, or `auto`. */
  | Valued<number | "auto"> & { readonly kind: "count"; readonly max: number }
  /** Milliseconds, written `300ms`, `0.3s`, or as a number alone in `unit`. */
  | Valued<number> & { readonly kind: "duration"; readonly unit: "ms" | "s" }
  /** Seconds into a video, written `12.5` or `1:02.5`. */
  | Valued<number> & { readonly kind: "time" }
  /** Pixels, written `640x480`. */
  | Valued<Size> & { readonly kind: "size" }
  /** Two numbers, the smaller one first, written `-1..1`. */
  | Valued<readonly [number, number]> & { readonly kind: "range" }
  | Valued<string> & {
    readonly kind: "choice";
    readonly choices: readonly string[];
    /** The value of an option that is given without one. */
    readonly implied?: string;
  }
  | Valued<string> & { readonly kind: "text" }
  /** Where a person's neutral face comes from: `off`, `auto`, `3s`, or pictures where they may be given. */
  | Valued<BaselineChoice> & { readonly kind: "baseline"; readonly takesPictures: boolean }
  /** Words with commas between. */
  | Valued<readonly string[]> & { readonly kind: "list" };

/** Where a person's neutral face comes from, as it is written. */
export type BaselineChoice =
  | "off"
  | "auto"
  | { readonly firstMs: number }
  | { readonly pictures: readonly string[] };

/** Options by the names that their values have in {@linkcode Settings}. */
export type Options = Readonly<Record<string, Option>>;

/** A size in pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** What the value of an option is. */
export type OptionValue<Of extends Option = Option> = Of extends { kind: "flag" } ? boolean
  : Of extends { kind: "number" | "integer" | "duration" | "time" } ? number
  : Of extends { kind: "count" } ? number | "auto"
  : Of extends { kind: "size" } ? Size
  : Of extends { kind: "range" } ? readonly [number, number]
  : Of extends { kind: "choice"; choices: readonly (infer Choice)[] } ? Choice
  : Of extends { kind: "baseline" } ? BaselineChoice
  : Of extends { kind: "list" } ? readonly string[]
  : string;

/** The values of options: always there for flags and options with a default. */
export type Settings<Of extends Options> =
  & { readonly [Key in keyof Of as IsAlwaysSet<Of[Key], Key>]: OptionValue<Of[Key]> }
  & { readonly [Key in Exclude<keyof Of, AlwaysSet<Of>>]?: OptionValue<Of[Key]> };

type IsAlwaysSet<Of extends Option, Key> = Of extends { kind: "flag" } | { default: unknown } ? Key
  : never;

type AlwaysSet<Of extends Options> = { [Key in keyof Of]: IsAlwaysSet<Of[Key], Key> }[keyof Of];
