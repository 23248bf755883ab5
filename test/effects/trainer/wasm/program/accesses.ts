import type { MemoryPlan } from "../../../../../src/effects/trainer/wasm/program/memoryPlan.ts"
import type { Program } from "../../../../../src/effects/trainer/wasm/program/compile.ts"
import {
  parameterWords, recordFields, recordKinds, recordWords
} from "../../../../../src/effects/trainer/wasm/program/record.ts"
import type { RecordField, RecordKind } from "../../../../../src/effects/trainer/wasm/program/record.ts"
import { sliceImages, slices } from "../../../../../src/effects/trainer/wasm/program/slices.ts"

/** A record of a compiled program, read back from its words. */
export type Decoded = { readonly kind: RecordKind } & { readonly [F in Exclude<RecordField, "kind">]: number }

export type Entry = { readonly [W in (typeof parameterWords)[number]]: number }

/** All records of a program, barriers included. */
export const decode = ({ words, records }: Program): readonly Decoded[] =>
  Array.from({ length: records }, (_, r) => {
    const own = words.subarray(r * recordWords, (r + 1) * recordWords)
    return { ...Object.fromEntries(recordFields.map((field, f) => [field, own[f]])), kind: recordKinds[own[0]] } as Decoded
  })

/** The list of parameters behind the records. */
export const listOf = ({ words, records }: Program): readonly Entry[] => {
  const list = words.subarray(records * recordWords)
  return Array.from({ length: list.length / parameterWords.length }, (_, e) =>
    Object.fromEntries(parameterWords.map((name, w) => [name, list[e * parameterWords.length + w]])) as Entry)
}

/** Bytes that a record reads or writes. */
export interface Access {
  readonly address: number
  readonly bytes: number
  readonly writes: boolean
}

/** What `record.ts` says that a record reads and writes for one slice of a batch, reads first. */
export const accesses = (
  record: Decoded, list: readonly Entry[], plan: MemoryPlan, batch: number, slice: number
): readonly Access[] => {
  const reads: Access[] = []
  const writes: Access[] = []
  const { first, end } = sliceImages(batch, slice)
  const arena = (address: number, of = slice): number => address + of * plan.arenaBytes
  const read = (address: number, bytes: number): void => {
    reads.push({ address, bytes, writes: false })
  }
  const write = (address: number, bytes: number): void => {
    writes.push({ address, bytes, writes: true })
  }
  const readAll = (address: number, bytes: number): void => {
    for (let of = 0; of < slices; of++) read(arena(address, of), bytes)
  }
  const map = (access: typeof read, address: number, stride: number, bytes: number): void => {
    for (let image = first; image < end; image++) access(address + image * stride, bytes)
  }
  const r = record
  const C = r.channels
  const inputBytes = 4 * C * r.height * r.width
  const outputBytes = 4 * r.outputChannels * r.outputHeight * r.outputWidth
  const taps = r.kernel * r.kernel
  const depthwiseBytes = 4 * taps * C
  const pointwiseBytes = 4 * C * r.outputChannels * (r.kind.startsWith("dense") ? taps : 1)
  const readInput = (): void => {
    map(read, r.input, r.inputStride, inputBytes)
    read(arena(r.inputAffine), 8 * C)
  }
  const giveInputGradient = (): void => {
    if (r.inputGradient === 0) return
    if (r.accumulate === 1) map(read, r.inputGradient, r.inputGradientStride, inputBytes)
    map(write, r.inputGradient, r.inputGradientStride, inputBytes)
  }
  const own = list.filter((_, e) => e % slices === slice)

  switch (r.kind) {
    case "barrier": break
    case "separable": case "pointwise": case "factorised": case "dense": case "maxPool": case "averagePool":
      readInput()
      if (r.depthwise !== 0) read(r.depthwise, depthwiseBytes)
      if (r.pointwise !== 0) read(r.pointwise, pointwiseBytes)
      map(write, r.output, r.outputStride, outputBytes)
      if (r.sums !== 0) write(arena(r.sums), 16 * r.outputChannels)
      break
    case "separableBackward": case "pointwiseBackward": case "factorisedBackward": case "denseBackward":
    case "maxPoolBackward": case "averagePoolBackward":
      readInput()
      map(read, r.output, r.outputStride, outputBytes)
      map(read, r.gradient, r.gradientStride, outputBytes)
      read(arena(r.coefficients), 12 * r.outputChannels)
      if (r.depthwise !== 0) {
        read(r.depthwise, depthwiseBytes)
        read(r.depthwiseTurned, depthwiseBytes)
        write(arena(r.depthwiseGradient), depthwiseBytes)
      }
      if (r.pointwise !== 0) {
        read(r.pointwise, pointwiseBytes)
        read(r.pointwiseTransposed, pointwiseBytes)
        write(arena(r.pointwiseGradient), pointwiseBytes)
      }
      giveInputGradient()
      if (r.sums !== 0) write(arena(r.sums), 16 * C)
      break
    case "normalise":
      if (r.relu === 0) readAll(r.sums, 16 * C)
      if (r.depthwise !== 0) read(r.depthwise, 4 * C)
      if (r.pointwise !== 0) read(r.pointwise, 4 * C)
      if (r.extra2 !== 0 && (r.relu === 1 || slice === 0)) read(r.extra2, 8 * C)
      write(arena(r.inputAffine), 8 * C)
      if (r.output !== 0) write(arena(r.output), 8 * C)
      if (r.accumulate === 1 && slice === 0) write(r.extra2, 8 * C)
      break
    case "constantAffine":
      write(arena(r.inputAffine), 8 * C)
      if (r.coefficients !== 0) write(arena(r.coefficients), 12 * C)
      break
    case "sum": {
      const terms = recordFields.slice(recordFields.indexOf("dilation")) as readonly Exclude<RecordField, "kind">[]
      for (let k = 0; k < r.kernel; k++) {
        map(read, r[terms[3 * k]], r[terms[3 * k + 1]], inputBytes)
        read(arena(r[terms[3 * k + 2]]), 8 * C)
      }
      if (r.accumulate === 1) map(read, r.input, r.inputStride, inputBytes)
      map(write, r.input, r.inputStride, inputBytes)
      break
    }
    case "gradientSums":
      map(read, r.output, r.outputStride, outputBytes)
      map(read, r.gradient, r.gradientStride, outputBytes)
      write(arena(r.sums), 16 * r.outputChannels)
      break
    case "normaliseBackward":
      readAll(r.sums, 16 * C)
      read(arena(r.output), 8 * C)
      if (r.depthwise !== 0) read(r.depthwise, 4 * C)
      write(arena(r.coefficients), 12 * C)
      if (r.depthwiseGradient !== 0) write(arena(r.depthwiseGradient), 4 * C)
      if (r.pointwiseGradient !== 0) write(arena(r.pointwiseGradient), 4 * C)
      break
    case "scaledCopy":
      map(read, r.gradient, r.gradientStride, inputBytes)
      giveInputGradient()
      break
    case "zero":
      giveInputGradient()
      break
    case "head":
      readInput()
      read(r.pointwise, 4 * C * r.kernel)
      read(r.depthwise, 4 * r.kernel)
      for (let image = first; image < end; image++) read(r.dilation + 4 * image, 4)
      write(arena(r.extra1), 16)
      giveInputGradient()
      if (r.pointwiseGradient !== 0) write(arena(r.pointwiseGradient), 4 * C * r.kernel)
      if (r.depthwiseGradient !== 0) write(arena(r.depthwiseGradient), 4 * r.kernel)
      break
    case "prepare":
      for (const { weights, length, form, prepared } of own) {
        if (form === 0) continue
        read(weights, 4 * length)
        write(prepared, 4 * length)
      }
      break
    case "gradientNorm":
      for (const { gradient, length } of own) {
        readAll(gradient, 4 * length)
        write(gradient, 4 * length)
      }
      write(arena(r.extra1), 8)
      break
    case "descend":
      readAll(r.extra1, 8)
      for (const { weights, gradient, momentum, length } of own) {
        for (const address of [weights, gradient, momentum]) read(address, 4 * length)
        write(weights, 4 * length)
        write(momentum, 4 * length)
      }
  }
  if (["prepare", "gradientNorm", "descend"].includes(r.kind)) read(r.input, 4 * parameterWords.length * r.kernel)
  return [...reads, ...writes]
}
