import type { Value } from "./kernelMemory.ts"

/** A convolution of any kind, as the plain one that it equals: weights `[output][input][tap]`, window and sizes. */
export interface PlainConvolution {
  readonly batch: number
  readonly inputs: number
  readonly height: number
  readonly width: number
  readonly outputs: number
  readonly outputHeight: number
  readonly outputWidth: number
  readonly kernel: number
  readonly dilation: number
  readonly stride: number
  readonly padding: number
  readonly weight: (output: number, input: number, tap: number) => number
}

/** Calls `visit` for each product of the convolution of one image. */
const eachProduct = (
  c: PlainConvolution,
  visit: (output: number, oy: number, ox: number, input: number, y: number, x: number, tap: number) => void
): void => {
  for (let oy = 0; oy < c.outputHeight; oy++) for (let ox = 0; ox < c.outputWidth; ox++) {
    for (let tap = 0; tap < c.kernel * c.kernel; tap++) {
      const y = oy * c.stride - c.padding + c.dilation * Math.floor(tap / c.kernel)
      const x = ox * c.stride - c.padding + c.dilation * (tap % c.kernel)
      if (y < 0 || y >= c.height || x < 0 || x >= c.width) continue
      for (let o = 0; o < c.outputs; o++) for (let i = 0; i < c.inputs; i++) visit(o, oy, ox, i, y, x, tap)
    }
  }
}

/** Values of a map, float64. */
const newMap = (batch: number, channels: number, height: number, width: number) => {
  const data = new Float64Array(batch * channels * height * width)
  const index = (b: number, c: number, y: number, x: number) => ((b * channels + c) * height + y) * width + x
  const read: Value = (b, c, y, x) => data[index(b, c, y, x)]!
  const add = (b: number, c: number, y: number, x: number, value: number) => {
    data[index(b, c, y, x)]! += value
  }
  return { read, add }
}

/** What is written for what is read. */
export const forward = (c: PlainConvolution, read: Value): Value => {
  const y = newMap(c.batch, c.outputs, c.outputHeight, c.outputWidth)
  for (let b = 0; b < c.batch; b++) {
    eachProduct(c, (o, oy, ox, i, iy, ix, tap) => y.add(b, o, oy, ox, c.weight(o, i, tap) * read(b, i, iy, ix)))
  }
  return y.read
}

/** The gradient by what is read. */
export const readGradient = (c: PlainConvolution, outputGradient: Value): Value => {
  const dx = newMap(c.batch, c.inputs, c.height, c.width)
  for (let b = 0; b < c.batch; b++) {
    eachProduct(c, (o, oy, ox, i, iy, ix, tap) => dx.add(b, i, iy, ix, c.weight(o, i, tap) * outputGradient(b, o, oy, ox)))
  }
  return dx.read
}

/** The gradient by weight `[output][input][tap]`, over some images. */
export const weightGradient = (
  c: PlainConvolution, read: Value, outputGradient: Value, images: ReadonlyArray<number>
): ((output: number, input: number, tap: number) => number) => {
  const taps = c.kernel * c.kernel, dw = new Float64Array(c.outputs * c.inputs * taps)
  for (const b of images) {
    eachProduct(c, (o, oy, ox, i, iy, ix, tap) => {
      dw[(o * c.inputs + i) * taps + tap]! += read(b, i, iy, ix) * outputGradient(b, o, oy, ox)
    })
  }
  return (output, input, tap) => dw[(output * c.inputs + input) * taps + tap]!
}

/** Where the weight from `input` to `output` lies among packed pointwise weights. */
export const pointwisePlace = (input: number, output: number, inputs: number, outputs: number): number => {
  const block = output - output % 8
  return block + 8 <= outputs ? block * inputs + 8 * input + output % 8 : block * inputs + 4 * input + output % 4
}

/** Where a depthwise weight lies. */
export const depthwisePlace = (channel: number, tap: number, taps: number): number =>
  (Math.floor(channel / 4) * taps + tap) * 4 + channel % 4
