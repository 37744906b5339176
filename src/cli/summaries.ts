/** What each command does besides the main one, in one phrase. */
export const SUMMARIES = {
  demo: "Watch Mien at work on a bundled clip",
  eval: "Measure the accuracy of a model on a folder of pictures",
  convert: "Convert a Keras network to a model, without Python",
  serve: "Serve predictions, and a page to try them, over HTTP",
  completions: "Print what lets the Tab key complete commands and options",
  man: "Print the manual page",
} as const;
