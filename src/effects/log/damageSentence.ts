import type { DamageKind, LineFault } from "../../core/log/damage.ts"
import { LogDamage } from "./logErrors.ts"

/** A fault with its place: the line (from 1 on) and the byte at which that line begins. */
export interface PlacedFault extends LineFault {
  readonly line: number
  readonly byte: number
}

/** Damage that is none: the file is somebody else's, or needs a newer program. Setting it aside would do harm. */
export const isForeign = (kind: DamageKind): boolean =>
  kind === "not-a-log" || kind === "newer-version" || kind === "unknown-type"

const wayOut = (kind: DamageKind, file: string): string => {
  switch (kind) {
    case "not-a-log":
      return "give the folder of a run, or its events.ndjson"
    case "newer-version":
      return ""
    case "unknown-type":
      return "install a newer version"
    case "crlf":
      return "turn the line ends back into LF, byte for byte as they were written"
    case "byte-order-mark":
      return "remove the first three bytes of the file"
    case "replaced":
      return "start again"
    default:
      return `\`pvll repair ${file}\` keeps what is before it and sets the rest aside`
  }
}

/** Damage as an error with its one sentence. */
export const logDamage = (file: string, { line, byte, kind, reason }: PlacedFault): LogDamage => {
  const advice = wayOut(kind, file)
  const message = `${file}, line ${line} (byte ${byte}): ${reason}${advice === "" ? "" : `; ${advice}`}`
  return new LogDamage({ file, line, byte, kind, message })
}
