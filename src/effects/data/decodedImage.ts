/** An image as it lies in its file: `rgb` is `[height, width, 3]`, 0 to 255. */
export interface DecodedImage {
  readonly height: number
  readonly width: number
  readonly rgb: Uint8Array
}

/** Most pixels of one image, so that a damaged or hostile header cannot ask for all memory (our choice). */
export const mostPixels = 2 ** 25

export const tooLarge = (width: number, height: number): string =>
  `the image has ${width} x ${height} pixels, more than the ${mostPixels} that are read: make it smaller`
