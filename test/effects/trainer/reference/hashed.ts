import type { Choice } from "../../../../src/effects/trainer/reference/cell.ts"
import { sizeOf } from "../../../../src/effects/trainer/reference/tensor.ts"
import type { Tensor } from "../../../../src/effects/trainer/reference/tensor.ts"
import type { Space } from "../../../../src/core/architecture/space.ts"
import type { Architecture } from "../../../../src/core/architecture/architecture.ts"

/**
 * The numbers that scripts/networkReferences.py computes too, bit for bit: word i of a name is FNV-1a of the name, plus
 * i times a constant, through the last mixing of MurmurHash3.
 */
export const hashedWord = (name: string, i: number): number => {
  let start = 0x811c9dc5
  for (const character of name) start = Math.imul(start ^ character.charCodeAt(0), 0x01000193)
  let x = (start + Math.imul(i, 0x9e3779b9)) | 0
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b)
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35)
  return (x ^ (x >>> 16)) >>> 0
}

/** Uniform in [middle - scale, middle + scale), of 24 bits, rounded to float32. */
export const hashed = (name: string, shape: readonly number[], scale = 1, middle = 0): Tensor => ({
  shape,
  data: Float64Array.from({ length: sizeOf(shape) }, (_, i) =>
    Math.fround(middle + scale * ((hashedWord(name, i) >>> 8) / 2 ** 23 - 1)))
})

/** As wide as PyTorch's default initialisation; normalisation around 1 and 0. */
export const hashedParameter = (name: string, shape: readonly number[]): Tensor => {
  if (name.includes("normalisation")) return hashed(name, shape, 0.5, name.endsWith("weight") ? 1 : 0)
  const inputs = name === "classifier.bias" ? 64 : sizeOf(shape.slice(1))
  return hashed(name, shape, 1 / Math.sqrt(inputs))
}

/** The parameters of a network that is trained: as they are in `weights`, where they are put when they are first asked for. */
export const rememberedParameter = (weights: Map<string, Tensor>) => (name: string, shape: readonly number[]): Tensor => {
  const known = weights.get(name) ?? hashedParameter(name, shape)
  weights.set(name, known)
  return known
}

/** The chosen operations' soft weights are 0.4 to 1, those of all others 0, which no network reads. */
export const hashedChoice = ({ operations }: Space, architecture: Architecture): Choice => {
  const chosen = hashed("soft weights", [architecture.length], 0.3, 0.7).data
  const softWeights = new Float64Array(architecture.length * operations.length)
  architecture.forEach((k, e) => { softWeights[e * operations.length + k] = chosen[e] })
  return { architecture, softWeights }
}

export interface Batch {
  /** `[images, channels, height, width]` */
  readonly images: Tensor
  readonly labels: readonly number[]
}

export const hashedBatch = (name: string, shape: readonly number[], classes: number): Batch => ({
  images: hashed(name, shape, 1.7),
  labels: Array.from({ length: shape[0] }, (_, image) => (hashedWord(`${name}.labels`, image) >>> 8) % classes)
})
