import type { Channels } from "./channels.ts"

/** The size of a feature map, for one image. */
export interface MapShape {
  readonly channels: Channels
  readonly height: number
  readonly width: number
}

/** Pixels of one channel. */
export const pixels = ({ height, width }: MapShape): number => height * width

/** Bytes of the map of one image, padded channels included. */
export const mapBytes = (map: MapShape): number => 4 * map.channels.physical * pixels(map)

/** What slides over a map: a convolution or a pool. */
export interface Window {
  readonly kernel: number
  readonly dilation: number
  readonly stride: number
  readonly padding: number
}

/** A window that keeps the size at stride 1: padding = dilation (kernel - 1) / 2, for odd kernels. */
export const centredWindow = (kernel: number, stride: number, dilation = 1): Window =>
  ({ kernel, dilation, stride, padding: (dilation * (kernel - 1)) / 2 })

/** A window without padding whose last step may hang over the edge. */
export const tilingWindow = (kernel: number): Window => ({ kernel, dilation: 1, stride: kernel, padding: 0 })

/**
 * The size that a window makes of a map. A centred window of any odd size gives ceil(size / stride), which is
 * PyTorch's floor((size + 2 padding - dilation (kernel - 1) - 1) / stride) + 1; a tiling one as PyTorch's with ceil_mode.
 */
export const slidOver = (map: MapShape, { stride }: Window, channels: Channels = map.channels): MapShape => ({
  channels,
  height: Math.ceil(map.height / stride),
  width: Math.ceil(map.width / stride)
})
