import * as Effect from "effect/Effect"
import { growingHistory } from "../../core/history/growingHistory.ts"
import type { History, HistoryOptions } from "../../core/history/history.ts"
import { foldLog } from "../log/foldLog.ts"
import type { LogReadError } from "../log/foldLog.ts"

/**
 * The history that a log tells (its folder, its file, or `-` for standard input), every line verified. Streams: memory
 * grows with the steps, never with the bytes of the log. A torn tail is where the log ends.
 */
export const readHistory = (log: string, options: HistoryOptions = { weights: false }): Effect.Effect<History, LogReadError> =>
  Effect.suspend(() =>
    Effect.map(foldLog(log, growingHistory(options), (growing, event) => {
      growing.add(event)
      return growing
    }), (growing) => growing.now()))
