import * as Effect from "effect/Effect"
import { canonicalJson } from "../../core/codec/canonicalJson.ts"
import type { History } from "../../core/history/history.ts"
import type { Setting } from "../../core/search/state.ts"
import type { LogReadError } from "../log/foldLog.ts"
import { readHistory } from "./readHistory.ts"
import { RefitError } from "./RefitError.ts"

/** A log that was read for a refit. */
export interface RefitInput {
  readonly log: string
  readonly setting: Setting
  readonly history: History
}

const read = Effect.fnUntraced(function*(log: string): Effect.fn.Return<RefitInput, LogReadError | RefitError> {
  const history = yield* readHistory(log, { weights: true })
  return history.setting === null
    ? yield* new RefitError({ message: `${log} holds no search yet` })
    : { log, setting: history.setting, history }
})

/** What is wrong with a log beside the first one, as a sentence; null where nothing is. */
const objection = (first: RefitInput, other: RefitInput): string | null => {
  if (other.history.lastId === first.history.lastId) {
    return `${other.log} ${other.log === first.log ? "is given twice" : `is the same log as ${first.log}`}: give each log once`
  }
  const { space } = other.setting
  if (canonicalJson(space) === canonicalJson(first.setting.space)) return null
  const spaces = space.name === first.setting.space.name
    ? `two different spaces that are both called ${space.name}`
    : `${first.setting.space.name} and ${space.name}`
  return `${first.log} and ${other.log} search different spaces (${spaces}): refit the logs of one space at a time`
}

/** Reads logs that can be refitted together: of one space, each once. */
export const readInputs = Effect.fnUntraced(
  function*(logs: readonly string[]): Effect.fn.Return<readonly RefitInput[], LogReadError | RefitError> {
    if (logs.filter((log) => log === "-").length > 1) {
      return yield* new RefitError({ message: "only one of the logs can be standard input" })
    }
    const inputs = yield* Effect.forEach(logs, read)
    for (const [i, other] of inputs.entries()) {
      for (const first of inputs.slice(0, i)) {
        const wrong = objection(first, other)
        if (wrong !== null) return yield* new RefitError({ message: wrong })
      }
    }
    return inputs
  }
)
