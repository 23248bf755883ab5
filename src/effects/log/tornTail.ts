import * as Effect from "effect/Effect"
import { lineFault } from "../../core/log/damage.ts"
import { logDamage } from "./damageSentence.ts"
import type { EventDecoder } from "./eventDecoder.ts"
import type { LogDamage } from "./logErrors.ts"

/** Bytes after the last newline: what a crash in the middle of an append leaves, or an append that is under way. */
export interface TornTail {
  readonly file: string
  readonly line: number
  readonly byte: number
  readonly length: number
}

export interface ReadOptions {
  /** What a torn tail means. Without it, it is where the log ends: so readers of a running search never see half an event. */
  readonly onTornTail?: (tail: TornTail) => Effect.Effect<void, LogDamage>
}

/** A torn tail as damage. */
export const tornTailDamage = ({ file, line, byte, length }: TornTail): LogDamage =>
  logDamage(file, { ...lineFault("torn-tail", `the last ${length} bytes have no newline`), line, byte })

/** What to make of the end of a file. A log has at least one event: it appears with it. */
export const endOfLog = (file: string, decoder: EventDecoder, options: ReadOptions): Effect.Effect<void, LogDamage> => {
  const { line, byte } = decoder.position()
  const length = decoder.tailLength()
  const tail = { file, line, byte, length }
  if (byte > 0) return length > 0 && options.onTornTail ? options.onTornTail(tail) : Effect.void
  return Effect.fail(length > 0
    ? tornTailDamage(tail)
    : logDamage(file, { ...lineFault("empty-log", "there is no event in the file"), line, byte }))
}
