import type { Option } from "../options/option.ts";
import { separateWords } from "../options/separate_words.ts";

/**
 * The long name of an option on the command line, without its dashes.
 *
 * @param key The option's key.
 * @param option The option.
 * @returns Such as `min-score`.
 */
export function optionName(key: string, option: Option): string {
  return option.name ?? separateWords(key, "-");
}
