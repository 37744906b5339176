/** How light becomes numbers in video of high dynamic range, by ffmpeg's names: PQ and HLG. */
export type HdrTransfer = "smpte2084" | "arib-std-b67";

/**
 * Brightness of white in candela per square metre: between 100, which ffmpeg writes unless told otherwise,
 * and 203, which studios use (ITU-R BT.2408).
 */
const whiteNits = 150;

/**
 * Filters that turn video of high dynamic range into what displays of standard range show. The lower
 * three tenths of the range, where faces are, keep their proportions.
 *
 * @param transfer How light becomes numbers in the video.
 * @returns The filters, of which zscale is not in every ffmpeg.
 *
 * ref: ITU-R BT.2100; ffmpeg's filter tonemap, mobius
 */
export function toneMappingFilters(transfer: HdrTransfer): string[] {
  return [
    // Not every file names all three.
    `setparams=color_primaries=bt2020:color_trc=${transfer}:colorspace=bt2020nc`,
    `zscale=t=linear:npl=${whiteNits}`,
    "format=gbrpf32le",
    "zscale=p=bt709",
    "tonemap=mobius:desat=0",
    "zscale=t=bt709:m=bt709:r=tv",
  ];
}
