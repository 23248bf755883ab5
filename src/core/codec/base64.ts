const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

const sextets = (() => {
  const table = new Int8Array(128).fill(-1)
  for (let i = 0; i < 64; i++) table[alphabet.charCodeAt(i)] = i
  return table
})()

/** RFC 4648 base64 with padding. */
export const base64Encode = (bytes: Uint8Array): string => {
  let text = ""
  for (let i = 0; i < bytes.length; i += 3) {
    const left = bytes.length - i
    const word = (bytes[i]! << 16) | ((left > 1 ? bytes[i + 1]! : 0) << 8) | (left > 2 ? bytes[i + 2]! : 0)
    text += alphabet[word >> 18]! + alphabet[(word >> 12) & 63]!
      + (left > 1 ? alphabet[(word >> 6) & 63]! : "=") + (left > 2 ? alphabet[word & 63]! : "=")
  }
  return text
}

/** The bytes, or null where the text is not the one canonical encoding of any bytes. */
export const base64Decode = (text: string): Uint8Array | null => {
  if (text.length % 4 !== 0) return null
  const padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0
  const bytes = new Uint8Array((text.length / 4) * 3 - padding)
  const digits = text.length - padding
  let word = 0
  for (let i = 0, at = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    const sextet = i < digits ? (code < 128 ? sextets[code]! : -1) : 0
    if (sextet < 0) return null
    word = (word << 6) | sextet
    if (i % 4 === 3) {
      for (const shift of [16, 8, 0]) if (at < bytes.length) bytes[at++] = (word >> shift) & 255
      word = 0
    }
  }
  return base64Encode(bytes.subarray(bytes.length - (bytes.length % 3 || 3))) === text.slice(-4) || text === "" ? bytes : null
}
