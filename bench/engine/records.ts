import type { Program } from "../../src/effects/trainer/wasm/program/compile.ts"
import { type RecordField, recordFields, type RecordKind, recordKinds, recordWords } from "../../src/effects/trainer/wasm/program/record.ts"
import { work } from "./work.ts"

/** A record of a program, read back from its words. */
export interface StoredRecord {
  readonly index: number
  readonly kind: RecordKind
  readonly words: Readonly<Record<RecordField, number>>
}

/** All records but barriers. */
export const recordsOf = ({ words, records }: Program): readonly StoredRecord[] =>
  Array.from({ length: records }, (_, index): StoredRecord => {
    const own = words.subarray(index * recordWords, (index + 1) * recordWords)
    const named = Object.fromEntries(recordFields.map((field, i) => [field, own[i]!])) as Record<RecordField, number>
    return { index, kind: recordKinds[named.kind]!, words: named }
  }).filter(({ kind }) => kind !== "barrier")

/** Multiply-accumulates of a convolution for one image. */
const forwardMacs = (kind: string, { channels, kernel, outputChannels, outputHeight, outputWidth }: StoredRecord["words"]): number => {
  const pixels = outputHeight * outputWidth
  switch (kind) {
    case "separable": return pixels * channels * (kernel * kernel + outputChannels)
    case "pointwise":
    // Each of the two convolutions writes one half of the channels.
    case "factorised": return pixels * channels * outputChannels
    case "dense": return pixels * channels * kernel * kernel * outputChannels
    default: return 0
  }
}

/**
 * What a record does, as people say it, and the multiply-accumulates of its convolutions: those of the forward pass,
 * and in the backward pass as many for the inputs' gradient and for the weights'.
 */
export const describe = ({ kind, words }: StoredRecord): { readonly kind: string; readonly macs: number } => {
  const forward = kind.replace("Backward", "")
  const macs = work.batch * forwardMacs(forward, words)
  const backward = kind !== forward ? (words.inputGradient === 0 ? 1 : 2) : 0
  const window = words.kernel > 1 && (macs > 0 || forward.endsWith("Pool"))
    ? ` ${words.kernel}x${words.kernel}${words.dilation > 1 ? ` dilation ${words.dilation}` : ""}${words.stride > 1 ? ` stride ${words.stride}` : ""}`
    : ""
  return { kind: `${kind}${window}`, macs: backward === 0 ? macs : backward * macs }
}
