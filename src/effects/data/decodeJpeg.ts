import jpeg from "jpeg-js"
import { dataFault } from "./dataFault.ts"
import { type DecodedImage, mostPixels } from "./decodedImage.ts"

/** Memory that the decoder may take for one image: enough for `mostPixels` in three full planes. */
const mostMegabytes = 1024

/** Baseline or progressive; grey, colour or CMYK. The orientation that a camera noted is not applied, as in PyTorch. */
export const decodeJpeg = (path: string, bytes: Uint8Array): DecodedImage => {
  try {
    const { height, width, data } = jpeg.decode(bytes, {
      useTArray: true, formatAsRGBA: false, tolerantDecoding: false,
      maxResolutionInMP: mostPixels / 1e6, maxMemoryUsageInMB: mostMegabytes
    })
    if (!(height > 0 && width > 0)) throw new Error("it has no pixels")
    return { height, width, rgb: data }
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw dataFault(path, null, `the JPEG image is damaged, cut or of a kind that cannot be read (${reason})`)
  }
}
