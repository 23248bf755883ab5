import * as Either from "fp-ts/lib/Either.js"
import { decodeStrict } from "../codec/decodeStrict.ts"
import { problemText } from "../codec/problem.ts"
import type { Sha256 } from "../environment.ts"
import { encodeData, eventCodecs, isEventType } from "../search/event.ts"
import type { Event } from "../search/event.ts"
import { lineId, sealed, unsealed } from "./chain.ts"
import { lineFault } from "./damage.ts"
import type { DamageKind, LineFault } from "./damage.ts"
import { jsonShape } from "./jsonShape.ts"
import type { Head, LoggedEvent } from "./loggedEvent.ts"
import { countMembers } from "./members.ts"
import { formatVersion, upcast } from "./upcast.ts"

/**
 * One line <-> one event: `{"v":1,"seq":0,"type":"...","at":"...","data":{...},"id":"..."}`.
 * Reading has three steps, so that the middle one may be anybody's JSON parser:
 * `inspectLine` (the stored text), parse, `decodeLine` (the parsed value).
 */

/** The deepest event of today nests 7 levels. */
export const nestingLimit = 32

/** Writes an event as the next line of a log: the line without its newline, and its id. */
export const encodeLine = (sha256: Sha256, head: Head, at: string, event: Event): { readonly line: string; readonly id: string } => {
  const text = JSON.stringify({ v: formatVersion, seq: head.next, type: event.type, at, data: encodeData(event) })
  const body = text.slice(0, -1)
  const id = lineId(sha256, head.id, body)
  return { line: sealed(body, id), id }
}

/** A line that follows the one before it and is safe to parse. */
export interface InspectedLine {
  readonly id: string
  /** object members as written, duplicates included */
  readonly members: number
}

const first = '{"v":'
const begins = (line: string) => line.startsWith(first) || (line.length < first.length && first.startsWith(line))

/** Checks a line (valid UTF-8, without its newline) against the id of the line before it, and its nesting. */
export const inspectLine = (sha256: Sha256, previousId: string, line: string): Either.Either<LineFault, InspectedLine> => {
  const parts = unsealed(line)
  if (parts === null) {
    return Either.left(previousId === "" && !begins(line)
      ? lineFault("not-a-log", "this is not a line of a pvll log")
      : lineFault("bad-id", "it does not end with an id"))
  }
  if (lineId(sha256, previousId, parts.body) !== parts.id) {
    return Either.left(lineFault("bad-id", "its id does not match: a byte was changed, or a line is missing, doubled or swapped"))
  }
  const shape = jsonShape(line, nestingLimit)
  return shape.depth > nestingLimit
    ? Either.left(lineFault("nesting-too-deep", `it nests more than ${nestingLimit} levels`))
    : Either.right({ id: parts.id, members: shape.members })
}

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/
const envelope: ReadonlySet<string> = new Set(["v", "seq", "type", "at", "data", "id"])

const bad = (kind: DamageKind, reason: string) => Either.left(lineFault(kind, reason))

/** Reads the parsed form of an inspected line. Total: whatever was parsed, the answer is an event or a fault. */
export const decodeLine = (head: Head, inspected: InspectedLine, parsed: unknown): Either.Either<LineFault, LoggedEvent> => {
  if (typeof parsed !== "object" || parsed === null) return bad("bad-data", "it is not an object")
  const { v, seq, type, at, data } = parsed as Readonly<Record<string, unknown>>

  if (!Number.isSafeInteger(v) || (v as number) < 1) return bad("bad-version", "its format version v is not a whole number from 1 on")
  const version = v as number
  if (version > formatVersion) return bad("newer-version", `written by a newer pvll (format ${version}); install a newer version`)
  if (countMembers(parsed) !== inspected.members) return bad("duplicate-key", "a key stands twice in one object")
  if (seq !== head.next) return bad("bad-seq", `its seq is ${JSON.stringify(seq) ?? "missing"}, not ${head.next}`)
  if (typeof type !== "string") return bad("bad-data", "its type is not a string")
  if (typeof at !== "string" || !instant.test(at)) return bad("bad-data", "its time at is not an ISO 8601 instant in UTC")
  if (Object.keys(parsed).length !== envelope.size) {
    return bad("bad-data", `unknown key ${JSON.stringify(Object.keys(parsed).find((key) => !envelope.has(key)))}`)
  }

  const stored = upcast(version, { type, data })
  if (!isEventType(stored.type)) {
    return bad("unknown-type", `unknown type of event ${JSON.stringify(type)}; a newer version of pvll may know it`)
  }
  const codec = eventCodecs[stored.type]
  const decoded = codec.decode(stored.data)
  // The codecs drop keys that they do not know: facts must not get lost like that.
  if (Either.isRight(decoded) && countMembers(decoded.right) === countMembers(stored.data)) {
    return Either.right({ v: version, seq, at, id: inspected.id, event: { type: stored.type, data: decoded.right } as Event })
  }
  const strict = decodeStrict(codec, stored.data)
  const problem = Either.isLeft(strict) ? strict.left[0] : undefined
  return bad("bad-data", problem === undefined ? "unknown key in data" : `in data, ${problemText(problem)}`)
}
