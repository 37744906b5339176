import { InputError, messageOf, MienError, OptionError } from "../errors.ts";
import { expandInput } from "../frame/expand_input.ts";
import type { Frame } from "../frame/frame.ts";
import { openInput } from "../frame/open_input.ts";
import { readFrames } from "../frame/read_frames.ts";
import { Recognizer } from "../recognizer.ts";
import { RESULT_FORMATS, resultFormatter } from "../report/format_result.ts";
import config from "../../deno.json" with { type: "json" };
import { optionsHelp, parseOptions } from "./options.ts";
