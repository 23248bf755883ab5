import * as Effect from "effect/Effect"

const write = (stream: NodeJS.WriteStream, text: string): Effect.Effect<void> =>
  Effect.callback((resume) => {
    stream.write(text, () => resume(Effect.void))
  })

/** Lines for people on standard output. */
export const print = (...lines: readonly string[]): Effect.Effect<void> =>
  write(process.stdout, lines.map((line) => `${line}\n`).join(""))

/** The one JSON document of `--json`. Numbers that are not finite stand as null. */
export const printJson = (document: unknown): Effect.Effect<void> =>
  write(process.stdout, `${JSON.stringify(document, null, 2)}\n`)

/** A line beside the result, on standard error. */
export const note = (...lines: readonly string[]): Effect.Effect<void> =>
  write(process.stderr, lines.map((line) => `${line}\n`).join(""))
