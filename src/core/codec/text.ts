import * as t from "io-ts"

/** Texts of a form, as they stand in a log. */

const textCodec = (name: string, holds: (text: string) => boolean, expectation: string) => {
  const is = (u: unknown): u is string => typeof u === "string" && holds(u)
  return new t.Type<string, string>(
    name,
    is,
    (u, context) => (is(u) ? t.success(u) : t.failure(u, context, expectation)),
    (text) => text
  )
}

export const Sha256Digest = textCodec(
  "Sha256Digest",
  (text) => /^[0-9a-f]{64}$/.test(text),
  "64 hexadecimal digits in lower case"
)

/** SHA-1, or SHA-256 in repositories that use it. */
export const GitCommit = textCodec(
  "GitCommit",
  (text) => /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(text),
  "40 or 64 hexadecimal digits in lower case"
)

const longestName = 255

/** A file's name without folders, as any file system takes it: nothing that leads elsewhere or steers a terminal. */
export const FileName = textCodec(
  "FileName",
  // oxlint-disable-next-line no-control-regex
  (text) => text.length > 0 && text.length <= longestName && !/[/\\\u0000-\u001f\u007f-\u009f]/.test(text)
    && text !== "." && text !== "..",
  `a file's name of at most ${longestName} characters, without folders and control characters`
)
