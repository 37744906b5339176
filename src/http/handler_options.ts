import type { Limits } from "./limits.ts";

/** How `createHandler` works. All fields may be left out. */
export interface HandlerOptions {
  /** The default model: a bundled model's name, or a model's folder. @default {"five"} */
  model?: string | URL;
  /** Require this token, as `Authorization: Bearer TOKEN`. @default {none} */
  token?: string;
  /**
   * Answer only requests for these names, for addresses and for names that the Internet does not have.
   * It keeps out pages whose name has been pointed at this machine. @default {all names are answered}
   */
  hosts?: readonly string[];
  /** Let pages of this further origin use the service, or `*` for all. @default {none} */
  cors?: string;
  /**
   * How many threads work on pictures; 0 for the one that answers requests.
   * @default {one for each core, 0 where the run time has no workers}
   */
  workers?: number;
  /** Limits of a request and of the service. @default {defaultLimits} */
  limits?: Partial<Limits>;
  /** Called with each error of the service itself, of which clients get no details. */
  onError?: (error: unknown) => void;
}
