import type { ProgramRecord } from "./record.ts"

/** Between planes of scratch maps, as in `assembly/vector.ts`. */
const planeGap = 64
/** What a strip may take, as in `assembly/strip.ts`. */
const stripBytes = 16384
/** Rows of a block of `separableBackward`. */
const blockRows = 8
const pixel = 16
/** A place in a table of inputs. */
const place = 4

const plane = (pixels: number): number => pixel * pixels + planeGap

const paddedPlane = (height: number, width: number, padding: number): number =>
  plane((height + 2 * padding) * (width + 2 * padding))

const stripRows = (quads: number, width: number): number => Math.max(1, Math.floor(stripBytes / (pixel * quads * width)))

/**
 * Scratch of a convolution's record, in bytes: what its function in `assembly` lays out, in the same order. 0 for other
 * kinds.
 */
export const convolutionScratchBytes = ({ kind, words }: ProgramRecord): number => {
  const { height = 0, width = 0, outputHeight = 0, outputWidth = 0, kernel = 1, dilation = 1, stride = 1, padding = 0 } = words
  const quads = (words.channels ?? 0) / 4, outputQuads = (words.outputChannels ?? 0) / 4
  const taps = kernel * kernel, outputPlane = plane(outputHeight * outputWidth)
  switch (kind) {
    case "separable":
      return paddedPlane(height, width, padding) + quads * outputPlane + quads * place
    case "separableBackward": {
      const border = stride === 1 ? Math.floor(dilation * (kernel - 1) / 2) : Math.floor((kernel - 1) / 2)
      return quads * (paddedPlane(height, width, padding) + outputPlane + paddedPlane(outputHeight, outputWidth, border))
        + outputQuads * outputPlane + blockRows * width * pixel + taps * pixel + (quads + outputQuads) * place
    }
    case "pointwise":
      return quads * (plane(height * width) + place)
    case "pointwiseBackward":
      return (quads + outputQuads) * (plane(height * width) + place) + 2 * plane(height * width)
    case "factorised":
      return quads * (2 * outputPlane + place)
    case "factorisedBackward":
      return (2 * quads + outputQuads + 4) * outputPlane + (quads + outputQuads) * place
    case "dense":
      return quads * paddedPlane(height, width, padding) + taps * quads * place
    case "denseBackward":
      return 2 * quads * paddedPlane(height, width, padding) + outputQuads * outputPlane
        + taps * quads * plane(stripRows(taps * quads, outputWidth) * outputWidth) + (taps * quads + outputQuads) * place
    default:
      return 0
  }
}
