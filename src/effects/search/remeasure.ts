import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { type Architecture, architectureKey, weightsOn } from "../../core/architecture/architecture.ts"
import { deriveArchitecture } from "../../core/architecture/derive.ts"
import { operationCount } from "../../core/architecture/space.ts"
import type { Environment } from "../../core/environment.ts"
import { checkpointedSteps } from "../../core/history/checkpointedSteps.ts"
import type { SavedCheckpoint } from "../../core/history/checkpoints.ts"
import { growingHistory } from "../../core/history/growingHistory.ts"
import type { HistoryStep, Remeasurement } from "../../core/history/history.ts"
import { assignmentOf } from "../../core/search/assignment.ts"
import type { TrainerIdentity } from "../../core/search/event.ts"
import { derivationParameters } from "../../core/search/derivation.ts"
import type { Search } from "../../core/search/state.ts"
import { keptCheckpoints } from "../checkpoint/keptCheckpoints.ts"
import { readLocalSettings } from "../log/localSettings.ts"
import type { LogLocked } from "../log/logErrors.ts"
import { openLog } from "../log/openLog.ts"
import { TrainerError } from "../trainer/Trainer.ts"
import { bringWeights, type RestoreError } from "./catchUp.ts"
import { checkpointing } from "./checkpointing.ts"
import { otherVersion } from "./otherVersion.ts"
import { trainerOfLog } from "./readyTrainer.ts"
import type { Place } from "./place.ts"
import { mismatchSentence } from "./redo.ts"
import { SearchError } from "./SearchError.ts"
import { type StateError, stateOfLog } from "./stateOfLog.ts"
import { type TrainerPast, trainerPast } from "./trainerPast.ts"

export interface RemeasureRequest {
  readonly log: string
  /** how many of the best distinct architectures, beside the derived one */
  readonly top: number
  readonly place: Place
}

/** An architecture under the common weights, beside what it was measured with in its own step. */
export interface Remeasured extends Remeasurement {
  readonly recorded: number | null
}

interface Candidate {
  readonly step: number | null
  readonly architecture: Architecture
  readonly recorded: number | null
}

/** The best `top` distinct architectures by their recorded losses, then the derived one. */
const candidates = (steps: readonly HistoryStep[], search: Search, top: number): readonly Candidate[] => {
  const seen = new Set<string>()
  const distinct = steps
    .filter(({ loss }) => loss !== null)
    .toSorted((a, b) => a.loss! - b.loss!)
    .filter(({ choice }) => !seen.has(architectureKey(choice)) && seen.add(architectureKey(choice)))
  const { setting } = search
  const derived = deriveArchitecture(setting.space, derivationParameters(search), setting.configuration.ranking)
  return [
    ...distinct.slice(0, top).map(({ step, choice, loss }) => ({ step, architecture: choice, recorded: loss })),
    { step: null, architecture: derived, recorded: null }
  ]
}

/** Weights of now cannot be named, for nobody could ever have them again. */
const lost = (
  log: string, { work }: TrainerPast, kept: readonly SavedCheckpoint[], absent: TrainerIdentity | null
): string => {
  const why = absent === null
    ? "their trainer is not deterministic"
    : `trainer ${absent.name} version ${absent.version} is not on this machine`
  return `the weights that ${log} ends with are in no checkpoint and cannot be made again, for ${why}: `
    + `\`pvll resume ${log} --at ${checkpointedSteps(work, kept).at(-1)}\` makes a fork from the last ones that are`
}

/**
 * Measures the best distinct architectures of a log, and the derived one, again with one and the same set of weights:
 * those at the end of the log. Losses of different steps belong to different weights, these do not. Each chosen operation
 * has soft weight 1, so that no architecture profits from the noise of its draw (our choice). Each result is appended as
 * a fact of its own.
 */
export const remeasure = Effect.fnUntraced(function*(
  environment: Environment,
  { log: path, top, place }: RemeasureRequest
): Effect.fn.Return<
  readonly Remeasured[],
  StateError | RestoreError | LogLocked,
  Scope.Scope
> {
  const history = growingHistory({ weights: false })
  const { log } = yield* openLog(path, null, () => null)
  const { search, learned } = yield* stateOfLog(environment, log.file, { onEvent: history.add })
  const { space, configuration } = search.setting
  const reason = yield* otherVersion(path, `\`pvll resume ${path} --at ${learned}\``, search, place)
  if (reason !== null) return yield* new SearchError({ message: reason })
  const ready = yield* trainerOfLog(log.file, search.setting, yield* readLocalSettings(log.folder), place)
  const { trainer, trainer: { weights } } = ready
  if (weights === undefined) {
    return yield* new SearchError({
      message: `${path} was measured by ${trainer.identity.name}, whose losses do not depend on a step's weights: there is nothing to measure again`
    })
  }
  const wanted = candidates(history.now().steps, search, top)
  if (wanted.length === 1) return yield* new SearchError({ message: `${path} has no measured architecture yet` })

  const past = yield* trainerPast(log.file)
  const checkpoints = checkpointing(log, history)
  const { mismatch, absent } = yield* bringWeights({ file: log.file, past, ready, weights, following: checkpoints }, past.trainings, null)
  if (mismatch !== null) return yield* new TrainerError({ message: mismatchSentence(mismatch) })
  const checkpoint = yield* checkpoints.checkpoint
  if (checkpoint === null) {
    const kept = yield* keptCheckpoints(log.folder, past.checkpoints)
    return yield* new SearchError({ message: lost(path, past, kept, absent) })
  }

  const measured: Remeasured[] = []
  for (const { step, architecture, recorded } of wanted) {
    const sample = { step: step ?? search.measured, architecture, weights: weightsOn(architecture, operationCount(space), 1) }
    const assignment = assignmentOf(space, configuration, sample, "measuring")
    const outcome = yield* trainer.measure(assignment, false)
    if (outcome.type === "failed") return yield* new TrainerError({ message: outcome.data.reason })
    const accuracy = outcome.type === "measured" ? outcome.data.accuracy : undefined
    const data = {
      step, architecture: assignment.printed, loss: outcome.data.loss, checkpoint,
      ...(accuracy === undefined ? {} : { accuracy })
    }
    yield* log.append({ type: "remeasured", data })
    measured.push({ ...data, recorded })
  }
  return measured
})
