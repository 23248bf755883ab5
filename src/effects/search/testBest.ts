import * as Effect from "effect/Effect"
import { chosenOperations } from "../../core/architecture/architecture.ts"
import { operationCount } from "../../core/architecture/space.ts"
import { best } from "../../core/history/best.ts"
import type { GrowingHistory } from "../../core/history/growingHistory.ts"
import { assignmentOf } from "../../core/search/assignment.ts"
import type { Search } from "../../core/search/state.ts"
import type { EventLog } from "../log/EventLog.ts"
import { foldLog, type LogReadError } from "../log/foldLog.ts"
import type { LogWriteFailed } from "../log/logErrors.ts"
import type { SharedWeights, TrainerError } from "../trainer/Trainer.ts"

/** The soft weights that a step was drawn with. */
const weightsOfStep = (file: string, step: number): Effect.Effect<Float64Array | null, LogReadError> =>
  foldLog(file, null, (found: Float64Array | null, { event }) =>
    event.type === "sampled" && event.data.step === step ? event.data.weights : found)

/** Tests the best measured architecture under the weights as they stand at the end, and writes it down: for people only. */
export const testBest = Effect.fnUntraced(function*(
  log: EventLog["Service"],
  history: GrowingHistory,
  { setting: { space, configuration }, measured: steps }: Search,
  weights: SharedWeights
): Effect.fn.Return<void, TrainerError | LogReadError | LogWriteFailed> {
  const found = best(history.now())
  if (found === null) return
  const soft = yield* weightsOfStep(log.file, found.step)
  if (soft === null) return
  const architecture = chosenOperations(soft, operationCount(space))
  const result = yield* weights.test(assignmentOf(space, configuration, { step: found.step, architecture, weights: soft }, "measuring"))
  if (result.images === 0) return
  history.add(yield* log.append({ type: "tested", data: { step: found.step, steps, ...result } }))
})
