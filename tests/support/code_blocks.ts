/** A fenced block of a Markdown file. */
export interface CodeBlock {
  /** The file and its first line, such as `README.md:12`. */
  readonly place: string;
  /** The info string, such as `sh` or `js ignore`. */
  readonly info: string;
  readonly text: string;
}

/** Finds the fenced blocks of a Markdown file. */
export function codeBlocks(file: string, markdown: string): CodeBlock[] {
  const blocks: CodeBlock[] = [];
  for (const match of markdown.matchAll(/^```(.+)\n([^]*?)^```$/gm)) {
    const line = markdown.slice(0, match.index).split("\n").length + 1;
    blocks.push({ place: `${file}:${line}`, info: match[1]!.trim(), text: match[2]! });
  }
  return blocks;
}

/** The commands of a shell block: one per line, unless a line ends in `\` or `|`, or within quotes. */
export function commandsOf({ text }: CodeBlock): string[] {
  return text.match(/(?:'[^']*'|[\\|]\n|[^'\n])+/g)!
    .map((line) => line.replace(/^#.*|\s{2,}#.*/, "").trim())
    .filter((line) => line !== "");
}
