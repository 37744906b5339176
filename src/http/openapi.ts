import config from "../../deno.json" with { type: "json" };
import { pictureTypes } from "./observe_picture.ts";
import type { Limits } from "./limits.ts";
import { type ProblemName, PROBLEMS } from "./problem.ts";
import { openapiParameters, queryOptions, STREAM_OPTIONS } from "./query_options.ts";
import { SCHEMAS } from "./schemas.ts";

/** What the document says about a service. */
export interface ServiceDescription {
  /** The names of its models, the default one first. */
  readonly models: readonly string[];
  readonly limits: Readonly<Limits>;
  /** Whether it requires a token. */
  readonly needsToken: boolean;
}

/**
 * Writes the OpenAPI 3.1 document of a service.
 *
 * @param service What the document says about the service.
 * @returns The document, to be written as JSON.
 */
export function openapi({ models, limits, needsToken }: ServiceDescription): unknown {
  const parameters = openapiParameters(queryOptions(models, models[0]!));
  const token = needsToken ? ["token-missing"] as const : [];
  return {
    openapi: "3.1.0",
    info: {
      title: "Mien",
      version: config.version,
      summary: "Names the emotion of every face in a picture.",
      description:
        "An expression is not a feeling. Pictures are processed in memory and neither stored nor logged.",
      license: { name: config.license, identifier: config.license },
    },
    servers: [{ url: "/" }],
    security: needsToken ? [{ token: [] }] : [],
    paths: {
      "/predict": { post: predictOperation(limits, parameters, token) },
      "/stream": {
        get: streamOperation([...parameters, ...openapiParameters(STREAM_OPTIONS)], token),
      },
      ...infoPaths(token),
    },
    components: {
      schemas: SCHEMAS,
      ...(needsToken && { securitySchemes: { token: { type: "http", scheme: "bearer" } } }),
    },
  };
}

/** The problem of a missing token, where a token is required. */
type TokenProblem = readonly "token-missing"[];

function predictOperation(
  limits: Readonly<Limits>,
  parameters: unknown[],
  token: TokenProblem,
): unknown {
  return {
    operationId: "predict",
    summary: "Recognizes the faces in one or several pictures",
    description: `A body may have at most ${limits.maxBodyBytes} bytes, a picture at most ` +
      `${limits.maxPixels} pixels, and a form at most ${limits.maxPictures} pictures.`,
    parameters,
    requestBody: {
      required: true,
      content: {
        ...Object.fromEntries(pictureTypes().map((type) => [type, {}])),
        "multipart/form-data": {
          schema: {
            type: "object",
            properties: {
              picture: {
                type: "array",
                items: { type: "string", contentMediaType: "application/octet-stream" },
                minItems: 1,
                maxItems: limits.maxPictures,
              },
            },
          },
          encoding: { picture: { contentType: pictureTypes().join(", ") } },
        },
      },
    },
    responses: {
      200: json("A record for a picture, an array of records for a form.", {
        oneOf: [
          { $ref: "#/components/schemas/Record" },
          { type: "array", items: { $ref: "#/components/schemas/Record" } },
        ],
      }),
      ...problems(
        "body-empty",
        "body-invalid",
        "query-invalid",
        ...token,
        "origin-forbidden",
        "model-not-found",
        "body-slow",
        "body-too-large",
        "picture-too-large",
        "too-many-pictures",
        "type-unsupported",
        "picture-invalid",
        "internal",
        "busy",
        "closing",
        "deadline",
      ),
    },
  };
}

function streamOperation(parameters: unknown[], token: TokenProblem): unknown {
  return {
    operationId: "stream",
    summary: "A WebSocket: pictures in as binary messages, records out as text",
    description:
      "Each face has an id, which stays the same from picture to picture, and a steadied " +
      "label. A picture that cannot be read gets a problem document. Browsers send the " +
      "token as a subprotocol made of `bearer.` and the token in base64url, beside the " +
      "subprotocol `mien`.",
    parameters,
    responses: {
      101: { description: "The socket is open." },
      ...problems(
        "query-invalid",
        ...token,
        "origin-forbidden",
        "model-not-found",
        "handshake-invalid",
        "upgrade-required",
        "stream-unsupported",
        "busy",
        "closing",
      ),
    },
  };
}

function infoPaths(token: TokenProblem): Record<string, unknown> {
  return {
    "/models": {
      get: {
        operationId: "models",
        summary: "The cards of the models, the default one first",
        responses: {
          200: json("The cards.", {
            type: "array",
            items: { $ref: "#/components/schemas/Model" },
          }),
          ...problems(...token, "internal", "closing"),
        },
      },
    },
    "/openapi.json": {
      get: {
        operationId: "openapi",
        summary: "This document",
        security: [],
        responses: { 200: json("The document.", { type: "object" }), ...problems("closing") },
      },
    },
    "/healthz": {
      get: {
        operationId: "healthz",
        summary: "Whether the service accepts requests",
        security: [],
        responses: { 200: text("It accepts requests: ok"), ...problems("closing") },
      },
    },
    "/metrics": {
      get: {
        operationId: "metrics",
        summary: "Metrics in Prometheus's text format",
        responses: { 200: text("The metrics."), ...problems(...token, "closing") },
      },
    },
  };
}

function json(description: string, schema: unknown): unknown {
  return { description, content: { "application/json": { schema } } };
}

function text(description: string): unknown {
  return { description, content: { "text/plain": { schema: { type: "string" } } } };
}

/** A response for each status, which names its problems: those given, and those of every address. */
function problems(...given: ProblemName[]): Record<number, unknown> {
  const names: ProblemName[] = ["address-invalid", ...given, "host-unknown"];
  const byStatus = Object.groupBy(names, (name) => PROBLEMS[name][0]);
  return Object.fromEntries(
    Object.entries(byStatus).map(([status, those]) => [status, {
      description: those!.map((name) => `${name}: ${PROBLEMS[name][1]}`).join(". "),
      content: {
        "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } },
      },
    }]),
  );
}
