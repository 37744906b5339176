export function convertCommand(_args: string[], _signal: AbortSignal): Promise<number> {
  return Promise.resolve(0);
}
