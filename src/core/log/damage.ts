/** What can be wrong with a log, as `pvll verify --json` names it. */
export type DamageKind =
  | "torn-tail"
  | "empty-log"
  | "not-a-log"
  | "byte-order-mark"
  | "crlf"
  | "empty-line"
  | "nul-byte"
  | "invalid-utf-8"
  | "line-too-long"
  | "nesting-too-deep"
  | "bad-id"
  | "not-json"
  | "duplicate-key"
  | "newer-version"
  | "bad-version"
  | "bad-seq"
  | "unknown-type"
  | "bad-data"
  | "replaced"

/** Why a line is not the event that should stand there: one clause that follows "line 5 (byte 1234): ". */
export interface LineFault {
  readonly kind: DamageKind
  readonly reason: string
}

export const lineFault = (kind: DamageKind, reason: string): LineFault => ({ kind, reason })
