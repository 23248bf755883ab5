/**
 * How the channels of a feature map lie in memory. The kernels work on quads of four channels and on blocks of eight, so
 * a map has more physical channels than logical ones wherever these do not divide; the others are 0 everywhere.
 */
export interface Channels {
  readonly logical: number
  /** a multiple of 4 */
  readonly physical: number
  /** `[logical]`: the physical channel of each logical one, rising */
  readonly places: readonly number[]
}

const roundedToQuads = (channels: number): number => 4 * Math.ceil(channels / 4)

const filledUp = (logical: number, physical: number): Channels => ({
  logical,
  physical,
  places: Array.from({ length: logical }, (_, channel) => channel)
})

/** The channels of the input images: filled up to quads. */
export const image = (channels: number): Channels => filledUp(channels, roundedToQuads(channels))

/** Layouts one behind the other: a cell's output joins those of its nodes. */
export const join = (parts: readonly Channels[]): Channels => {
  const places: number[] = []
  let physical = 0
  for (const part of parts) {
    for (const place of part.places) places.push(physical + place)
    physical += part.physical
  }
  return { logical: places.length, physical, places }
}

/**
 * The two halves of a map of `channels`, ceil(C / 2) and floor(C / 2) channels, each filled up to the same quads: what
 * the two convolutions of a factorised reduction write.
 */
export const halvesOf = (channels: number): readonly [Channels, Channels] => {
  const larger = Math.ceil(channels / 2)
  const physical = roundedToQuads(larger)
  return [filledUp(larger, physical), filledUp(channels - larger, physical)]
}

/** The layout of every map but the images: two halves, so a multiple of 8; the identity where C is one already. */
export const halves = (channels: number): Channels => join(halvesOf(channels))
