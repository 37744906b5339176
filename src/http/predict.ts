import type { FrameResult } from "../result.ts";
import { type Step, timed } from "../async/step.ts";
import type { Arrivals } from "./arrivals.ts";
import { anyType, checkStart, checkType, observePicture, type Picture } from "./observe_picture.ts";
import { free } from "./free.ts";
import type { Limits } from "./limits.ts";
import type { Models } from "./models.ts";
import { parseMultipart, type Part } from "./multipart.ts";
import { Problem } from "./problem.ts";
import type { PredictOptions } from "./predict_options.ts";
import { readBody } from "./read_body.ts";
import { trace } from "./trace.ts";

/** What all requests to `/predict` share. */
export interface Shared {
  readonly models: Models;
  readonly limits: Readonly<Limits>;
  /** The bodies that are arriving. */
  readonly arrivals: Arrivals;
  /** Takes a place among the requests that are worked on. It throws a `Problem` if there is none. */
  readonly start: () => Disposable;
}

/**
 * Answers `POST /predict`.
 *
 * @param request The request, whose body is a picture or a form of pictures.
 * @param options What its query asks for.
 * @param shared The models and the limits.
 * @param signal Ends the work.
 * @returns The record of the picture, or an array of records, one for each picture of the form.
 * @throws {Problem} If the body or any of its pictures cannot be read.
 * @throws {InputError} If a picture is damaged or too large.
 */
export async function predict(
  request: Request,
  { model, faces }: PredictOptions,
  { models, limits, arrivals, start }: Shared,
  signal: AbortSignal,
): Promise<Response> {
  const contentType = request.headers.get("content-type") ?? "";
  const type = contentType.split(";")[0]!.trim().toLowerCase();
  const isForm = type === "multipart/form-data";
  if (!isForm) checkType(type, "-");
  const steps: Step[] = [];
  const body = await timed(
    "read",
    steps,
    () => readBody(request, limits, arrivals, signal),
  ).finally(() => trace(steps));
  try {
    using _place = start();
    const pictures = isForm
      ? picturesOf(parseMultipart(body, contentType, limits.maxPictures + mostFields), limits)
      : [{ name: "-", type, bytes: body }];
    for (const picture of pictures) checkStart(picture);
    const records: FrameResult[] = [];
    for (const picture of pictures) {
      const observer = await models.observer(model), { maxPixels } = limits;
      const { record, frame, steps = [] } =
        (await observePicture(observer, picture, { maxPixels }, faces, signal))!;
      trace(steps);
      free(frame.data);
      records.push(record);
    }
    return Response.json(isForm ? records : records[0], {
      headers: { "cache-control": "no-store" },
    });
  } finally {
    free(body);
  }
}

/** How many fields a form may have beside its pictures. */
const mostFields = 16;

/**
 * The pictures of a form. Some clients do not tell the types of files; other fields are texts without a
 * file name.
 */
function picturesOf(parts: readonly Part[], { maxPictures }: Readonly<Limits>): Picture[] {
  const files = parts.filter(({ fileName, type }) =>
    fileName !== "" || !/^(text\/.*)?$/.test(type)
  );
  if (files.length === 0) throw new Problem("body-empty", "Cannot read form: it has no pictures");
  if (files.length > maxPictures) {
    const message = `Cannot read form: it has more than ${maxPictures} pictures`;
    throw new Problem("too-many-pictures", message);
  }
  return files.map(({ fileName, type, data }) => ({
    name: fileName || "-",
    type: type || anyType,
    bytes: data,
  }));
}
