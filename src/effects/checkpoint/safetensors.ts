import * as E from "fp-ts/lib/Either.js"
import { elementCount, metadataKey, readHeader, reservedNames } from "./safetensorsHeader.ts"

/**
 * Named float32 tensors in one file, in the public safetensors format that Python, Rust and others read: the header's
 * length (8 bytes, little-endian), a JSON header of names, shapes and offsets, and the numbers. Numbers stand in the
 * processor's order, which is little-endian wherever this program runs.
 */
export interface Safetensors {
  readonly tensors: ReadonlyMap<string, Tensor>
  readonly metadata: Readonly<Record<string, string>>
}

export interface Tensor {
  /** `[]` is one number */
  readonly shape: readonly number[]
  /** as many numbers as the shape says, the last axis running fastest */
  readonly data: Float32Array
}

/** The format's own limit, in bytes. */
export const headerLimit = 100_000_000

const lengthBytes = 8

/** A member of a JSON object; written as text, because an object would put names such as "10" first. */
const member = (name: string, value: unknown): string => `${JSON.stringify(name)}:${JSON.stringify(value)}`

/**
 * The file's bytes: the same tensors and metadata in the same order give the same bytes. Throws where a tensor has
 * another size than its shape, or a name that is reserved: a mistake of the program, not of a user.
 */
export const encodeSafetensors = (
  tensors: ReadonlyMap<string, Tensor>,
  metadata: Readonly<Record<string, string>>
): Uint8Array => {
  const members = Object.keys(metadata).length === 0 ? [] : [member(metadataKey, metadata)]
  let end = 0
  for (const [name, { shape, data }] of tensors) {
    if (reservedNames.has(name)) throw new RangeError(`a tensor cannot be named ${name}`)
    if (elementCount(shape) !== data.length) throw new RangeError(`tensor ${name} is not of shape ${JSON.stringify(shape)}`)
    const begin = end
    end += data.byteLength
    members.push(member(name, { dtype: "F32", shape, data_offsets: [begin, end] }))
  }
  const header = new TextEncoder().encode(`{${members.join(",")}}`)
  const headerLength = Math.ceil(header.length / 8) * 8
  if (headerLength > headerLimit) throw new RangeError(`the header would be longer than ${headerLimit} bytes`)

  const bytes = new Uint8Array(lengthBytes + headerLength + end)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerLength), true)
  bytes.set(header, lengthBytes)
  bytes.fill(32, lengthBytes + header.length, lengthBytes + headerLength)
  let at = lengthBytes + headerLength
  for (const { data } of tensors.values()) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at)
    at += data.byteLength
  }
  return bytes
}

const copied = (bytes: Uint8Array): Float32Array => {
  const data = new Float32Array(bytes.length / 4)
  new Uint8Array(data.buffer).set(bytes)
  return data
}

/**
 * Reads what `encodeSafetensors`, or another program, wrote; tensors come in the order of their bytes and share no
 * memory with `bytes`. Left: one clause on what is wrong with the file, such as "its header is not JSON".
 */
export const decodeSafetensors = (bytes: Uint8Array): E.Either<string, Safetensors> => {
  if (bytes.length < lengthBytes) return E.left("it is shorter than the length of its header")
  const headerLength = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true)
  if (headerLength > BigInt(headerLimit)) return E.left(`its header is longer than ${headerLimit} bytes`)
  const start = lengthBytes + Number(headerLength)
  if (start > bytes.length) return E.left("it ends within its header")

  const text = E.tryCatch(
    () => new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes.subarray(lengthBytes, start)),
    () => "its header is not UTF-8"
  )
  if (E.isLeft(text)) return text
  const header = readHeader(text.right, bytes.length - start)
  if (E.isLeft(header)) return header
  const { entries, metadata } = header.right
  const tensors = new Map(entries.map(({ name, shape, begin, end }) =>
    [name, { shape, data: copied(bytes.subarray(start + begin, start + end)) }]))
  return E.right({ tensors, metadata })
}
