import type { DataError } from "./imageData.ts"
import { dataFault } from "./dataFault.ts"

/** Most bytes of pixels in one set of images: what one typed array holds on every platform (our choice). */
export const mostPixelBytes = 2 ** 31 - 1

/** What to say of a set that is larger. */
export const tooManyPixels = (path: string, byte: number | null, bytes: number): DataError =>
  dataFault(path, byte, `the images take ${bytes} bytes, more than the ${mostPixelBytes} that one set may have: `
    + "use fewer or smaller ones")
