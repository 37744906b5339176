// The program of the worker in which `convertApart` converts: one question, one answer.
import { postedError } from "../parallel/posted_error.ts";
import type { Answer, Question } from "./convert_apart.ts";
import { convertKeras } from "./convert_keras.ts";

const thread = globalThis as unknown as {
  onmessage: (event: MessageEvent<Question>) => void;
  postMessage(answer: Answer): void;
};

thread.onmessage = async ({ data: [file, weightType] }) => {
  try {
    thread.postMessage({ network: await convertKeras(file, weightType) });
  } catch (error) {
    thread.postMessage({ error: postedError(error) });
  }
};
