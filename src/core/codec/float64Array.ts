import * as t from "io-ts"
import { base64Decode, base64Encode } from "./base64.ts"

/** The eight little-endian bytes of each number, whatever the machine's own order. */
export const float64Bytes = (numbers: Float64Array): Uint8Array => {
  const view = new DataView(new ArrayBuffer(numbers.length * 8))
  numbers.forEach((n, i) => view.setFloat64(i * 8, n, true))
  return new Uint8Array(view.buffer)
}

const fromBytes = (bytes: Uint8Array): Float64Array => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return Float64Array.from({ length: bytes.length / 8 }, (_, i) => view.getFloat64(i * 8, true))
}

/** Float64 numbers as base64 of their little-endian bytes: every number comes back with its own bits. */
export const Float64Base64 = new t.Type<Float64Array, string>(
  "Float64Base64",
  (u): u is Float64Array => u instanceof Float64Array,
  (u, context) => {
    const bytes = typeof u === "string" ? base64Decode(u) : null
    return bytes === null || bytes.length % 8 !== 0
      ? t.failure(u, context, "base64 of 8-byte numbers")
      : t.success(fromBytes(bytes))
  },
  (numbers) => base64Encode(float64Bytes(numbers))
)
