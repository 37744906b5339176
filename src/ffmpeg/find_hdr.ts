import { startProgram } from "./start_program.ts";
import { type HdrTransfer, toneMappingFilters } from "./tone_mapping.ts";

const quietly = ["-hide_banner", "-loglevel", "level+info"];

/**
 * Finds out, before ffmpeg is started to read a stream, whether its dynamic range is to be reduced.
 *
 * @param head The stream as far as it is there.
 * @param action What cannot be done without ffmpeg, to begin error messages.
 * @returns The transfer, or undefined if the range is the standard one or ffmpeg cannot reduce it.
 * @throws {EnvironmentError} If ffmpeg is missing or may not be run.
 */
export async function findHdr(head: Uint8Array, action: string): Promise<HdrTransfer | undefined> {
  const args = [...quietly, "-i", "pipe:0"];
  const { child, log, ended } = startProgram("ffmpeg", args, { action, stdin: true });
  const writer = child.stdin.getWriter();
  await writer.write(head.slice()).then(() => writer.close()).catch(() => {}); // It has enough.
  await ended; // It fails, as it has no output.
  return log.hdr && await canToneMap(log.hdr, action) ? log.hdr : undefined;
}

/**
 * Tries whether this ffmpeg has what reducing a dynamic range takes.
 *
 * @param hdr The transfer.
 * @param action What cannot be done without ffmpeg, to begin error messages.
 * @returns Whether it works.
 */
export async function canToneMap(hdr: HdrTransfer, action: string): Promise<boolean> {
  const filters = toneMappingFilters(hdr).join(",");
  const args = [...quietly, "-nostdin", "-f", "lavfi", "-i", "color=size=16x16,format=yuv420p10"];
  const oneFrame = ["-vf", filters, "-frames:v", "1", "-f", "null", "-"];
  return (await startProgram("ffmpeg", [...args, ...oneFrame], { action }).ended).success;
}
