import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { InputError, type MienError } from "../errors.ts";
import { expandInput } from "../frame/expand_input.ts";
import { openInput } from "../frame/open_input.ts";
import type { Recognizer } from "../recognizer.ts";
import { accuracy, classScores, type Confusion, macroRecall } from "./confusion.ts";
