import * as Effect from "effect/Effect"
import type { Configuration, TrainingConfiguration } from "../../core/search/configuration.ts"
import { changed } from "../../core/search/configurationChanges.ts"
import { foldLog, type LogReadError } from "../log/foldLog.ts"

interface Past {
  readonly current: Configuration | null
  readonly trainings: ReadonlySet<TrainingConfiguration>
}

/** The options under which a log's trainer trained or measured something: what was done may have to be done again. */
export const pastTraining = (file: string): Effect.Effect<readonly TrainingConfiguration[], LogReadError> => {
  const nothing: Past = { current: null, trainings: new Set() }
  const past = foldLog(file, nothing, (past, { event }): Past => {
    const { current, trainings } = past
    switch (event.type) {
      case "configured":
        return current === null ? { current: event.data.configuration, trainings } : past
      case "reconfigured":
        return current === null ? past : { current: changed(current, event.data.configuration), trainings }
      case "trained":
      case "measured":
      case "diverged":
      case "failed":
        return current === null || trainings.has(current.training)
          ? past
          : { current, trainings: new Set([...trainings, current.training]) }
      default:
        return past
    }
  })
  return Effect.map(past, ({ trainings }) => [...trainings])
}
