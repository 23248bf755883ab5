import * as Effect from "effect/Effect"
import type { TrainerWork } from "../../core/history/trainerWork.ts"
import type { Outcome, Trainer, TrainerError } from "../trainer/Trainer.ts"

const outcomeText = ({ type, data }: Outcome): string =>
  type === "failed" ? `failed (${data.reason})` : `${type} with loss ${data.loss}`
  + (type === "measured" && data.accuracy !== undefined ? ` and accuracy ${data.accuracy}` : "")

/** A step that gave something else than before. */
export interface Mismatch {
  readonly step: number
  readonly recorded: string
  readonly computed: string
}

/** Does one piece of work again; gives null where what it measures is what the log says. */
export const redo = Effect.fnUntraced(function*(
  trainer: Trainer["Service"],
  { assignment, train, outcome }: TrainerWork
): Effect.fn.Return<Mismatch | null, TrainerError> {
  if (outcome === null) {
    yield* trainer.train(assignment)
    return null
  }
  const recorded = outcomeText(outcome)
  const computed = outcomeText(yield* trainer.measure(assignment, train))
  return recorded === computed ? null : { step: assignment.step, recorded, computed }
})

/** One sentence on a step that gave something else than the log says, where it may not. */
export const mismatchSentence = ({ step, recorded, computed }: Mismatch): string =>
  `step ${step} was ${recorded} and comes out ${computed}: the data, the options or the engine are not those of this log`

/** The same where it may: the trainer is not deterministic. */
export const recomputedSentence = ({ step, recorded, computed }: Mismatch): string =>
  `step ${step} was ${recorded}, and this time comes out ${computed}; the log keeps what was recorded`
