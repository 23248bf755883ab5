import { open } from "node:fs/promises"
import { pipeline } from "node:stream/promises"
import { createGunzip } from "node:zlib"
import { ioCode, ioReason } from "../log/ioReason.ts"
import { dataFault, reading } from "./dataFault.ts"

/** A file's bytes, and how to call them in a sentence. */
export interface NamedBytes {
  readonly name: string
  readonly bytes: Uint8Array
}

/** How many bytes a file should have, by its header; throws where the header is wrong. */
export type Declared = (header: DataView, name: string) => number

/** Thrown to leave a stream early, which nothing else does without a trace of its own. */
const enough = new Error("there is more than was declared")

const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b

/** Takes in chunks up to one byte more than the header declares. */
const collector = (name: string, headerBytes: number, declared: Declared) => {
  const chunks: Uint8Array[] = []
  let length = 0
  let limit = Number.POSITIVE_INFINITY
  return {
    /** false: there is more than was declared */
    add: (chunk: Uint8Array): boolean => {
      const before = length
      chunks.push(chunk)
      length += chunk.length
      if (before < headerBytes && length >= headerBytes) {
        const header = Buffer.concat(chunks)
        limit = declared(new DataView(header.buffer, header.byteOffset, headerBytes), name)
      }
      return length <= limit
    },
    length: () => length,
    bytes: (): Uint8Array => {
      const { buffer, byteOffset, byteLength } = Buffer.concat(chunks, Math.min(length, limit + 1))
      return new Uint8Array(buffer, byteOffset, byteLength)
    }
  }
}

/**
 * Reads a file, unpacked where it begins like gzip, whatever it is called. Reading stops one byte after the declared
 * size, so that a small file cannot unpack to a huge one; a file shorter than its header comes as it is.
 */
export const declaredBytes = async (
  path: string,
  headerBytes: number,
  declared: Declared,
  signal: AbortSignal
): Promise<NamedBytes> => {
  const file = await reading(path, open(path, "r"))
  try {
    const start = new Uint8Array(2)
    await reading(path, file.read(start, 0, 2, 0))
    const packed = isGzip(start)
    const name = packed ? `${path} (unpacked)` : path
    const collected = collector(name, headerBytes, declared)
    const collect = async (chunks: AsyncIterable<Uint8Array>): Promise<void> => {
      for await (const chunk of chunks) if (!collected.add(chunk)) throw enough
    }
    const stream = file.createReadStream({ start: 0, autoClose: false, signal })
    const end = packed ? pipeline(stream, createGunzip(), collect) : collect(stream)
    await reading(path, end.catch((cause: unknown) => {
      if (cause === enough) return
      if (!ioCode(cause).startsWith("Z_")) throw cause
      const sentence = `the gzip file is cut or damaged from here on (${ioReason(cause)}): get it again`
      throw dataFault(name, collected.length(), sentence)
    }))
    return { name, bytes: collected.bytes() }
  } finally {
    await file.close()
  }
}
