import type { Sha256 } from "../environment.ts"

/**
 * The hash chain. A line ends with `,"id":"<64 hex digits>"}`; the id is the SHA-256 of the previous line's id
 * ("" before the first line) followed by this line's own bytes before that ending. So a line pins all before it.
 *
 * The check needs no JSON: it works on the line as stored, whichever program printed it. Lines are strings here;
 * since only valid UTF-8 becomes a string, and each string has one UTF-8 form, they stand for the stored bytes.
 */

const opening = ',"id":"'
const closing = '"}'
const digits = 64
const ending = opening.length + digits + closing.length

/** The id of a line whose text before its ending is `body`. */
export const lineId = (sha256: Sha256, previousId: string, body: string): string => sha256(previousId + body)

/** A line, without its newline, from what stands before its ending. */
export const sealed = (body: string, id: string): string => body + opening + id + closing

/** A line's text before its ending, and the id that it claims; null where it has no such ending. */
export const unsealed = (line: string): { readonly body: string; readonly id: string } | null => {
  const at = line.length - ending
  return at >= 0 && line.startsWith(opening, at) && line.endsWith(closing)
    ? { body: line.slice(0, at), id: line.slice(at + opening.length, -closing.length) }
    : null
}
