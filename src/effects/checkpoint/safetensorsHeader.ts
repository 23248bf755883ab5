import * as E from "fp-ts/lib/Either.js"
import { jsonShape } from "../../core/log/jsonShape.ts"
import { countMembers } from "../../core/log/members.ts"

/** What the header of a safetensors file says of one tensor. */
export interface TensorEntry {
  readonly name: string
  readonly shape: readonly number[]
  /** where its bytes stand, counted from the header's end */
  readonly begin: number
  readonly end: number
}

export interface SafetensorsHeader {
  /** in the order of their bytes, which they cover without a gap from 0 on */
  readonly entries: readonly TensorEntry[]
  readonly metadata: Readonly<Record<string, string>>
}

/** The member of the header that is not a tensor. */
export const metadataKey = "__metadata__"

/** Names that no tensor has: the format's own, and one that JavaScript gives a meaning. */
export const reservedNames: ReadonlySet<string> = new Set([metadataKey, "__proto__"])

/** How many numbers a tensor of this shape has. */
export const elementCount = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1)

type Json = Readonly<Record<string, unknown>>

const isObject = (u: unknown): u is Json => typeof u === "object" && u !== null && !Array.isArray(u)

const isSize = (u: unknown): u is number => Number.isSafeInteger(u) && (u as number) >= 0

/** The header, a tensor, a list: what is nested deeper is none of ours, and could exhaust the parser's stack. */
const depthLimit = 3

const parsed = (text: string): E.Either<string, Json> => {
  const { members, depth } = jsonShape(text, depthLimit)
  if (!text.startsWith("{") || depth > depthLimit) return E.left("its header is not a list of tensors")
  const header = E.tryCatch((): unknown => JSON.parse(text), () => "its header is not JSON")
  if (E.isLeft(header)) return header
  if (!isObject(header.right)) return E.left("its header is not a list of tensors")
  return members === countMembers(header.right) ? E.right(header.right) : E.left("its header names something twice")
}

const readEntry = (name: string, value: unknown): E.Either<string, TensorEntry> => {
  if (reservedNames.has(name)) return E.left(`it names a tensor ${name}`)
  const what = `tensor ${JSON.stringify(name)}`
  if (!isObject(value) || Object.keys(value).toSorted().join() !== "data_offsets,dtype,shape") {
    return E.left(`${what} is not described by dtype, shape and data_offsets`)
  }
  const { dtype, shape, data_offsets: offsets } = value
  if (dtype !== "F32") return E.left(`${what} is not of dtype F32`)
  if (!Array.isArray(shape) || !shape.every(isSize)) return E.left(`${what} has no valid shape`)
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(isSize)) return E.left(`${what} has no valid data_offsets`)
  const [begin, end] = offsets as [number, number]
  return end - begin === 4 * elementCount(shape)
    ? E.right({ name, shape, begin, end })
    : E.left(`${what} has another size than its shape`)
}

const readMetadata = (value: unknown): E.Either<string, Readonly<Record<string, string>>> => {
  if (!isObject(value) || Object.hasOwn(value, "__proto__")) return E.left("its metadata is not a list of names and texts")
  return Object.values(value).every((text) => typeof text === "string")
    ? E.right(value as Readonly<Record<string, string>>)
    : E.left("its metadata holds something that is not a text")
}

/** What is wrong with the places of the tensors in so many bytes, or null where they cover each byte once. */
const misplaced = (inOrder: readonly TensorEntry[], length: number): string | null => {
  let covered = 0
  for (const { name, begin, end } of inOrder) {
    if (begin < covered) return `tensor ${JSON.stringify(name)} overlaps another one`
    if (begin > covered) return `there is a gap before tensor ${JSON.stringify(name)}`
    covered = end
  }
  if (covered > length) return `it ends ${covered - length} bytes too early`
  return covered < length ? `it has ${length - covered} bytes that belong to no tensor` : null
}

/** Reads the header of a file whose tensors take `length` bytes. Left: one clause on what is wrong. */
export const readHeader = (text: string, length: number): E.Either<string, SafetensorsHeader> => {
  const header = parsed(text)
  if (E.isLeft(header)) return header
  let metadata: Readonly<Record<string, string>> = {}
  const entries: TensorEntry[] = []
  for (const [name, value] of Object.entries(header.right)) {
    if (name === metadataKey) {
      const read = readMetadata(value)
      if (E.isLeft(read)) return read
      metadata = read.right
    } else {
      const entry = readEntry(name, value)
      if (E.isLeft(entry)) return entry
      entries.push(entry.right)
    }
  }
  const inOrder = entries.toSorted((a, b) => a.begin - b.begin || a.end - b.end)
  const fault = misplaced(inOrder, length)
  return fault === null ? E.right({ entries: inOrder, metadata }) : E.left(fault)
}
