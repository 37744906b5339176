/** Turns a request into a WebSocket. */
type Upgrade = (
  request: Request,
  options?: { protocol?: string },
) => { socket: WebSocket; response: Response };

/** Upgrades a request to a WebSocket. Only Deno can; elsewhere it is undefined. */
export const upgradeWebSocket: Upgrade | undefined =
  (globalThis as { Deno?: { upgradeWebSocket: Upgrade } }).Deno?.upgradeWebSocket;
