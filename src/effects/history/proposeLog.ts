import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { printArchitecture } from "../../core/architecture/notation.ts"
import type { Environment } from "../../core/environment.ts"
import { type Proposal, proposalObjection, proposing } from "../../core/history/propose.ts"
import { type ProposalSummary, proposalSummary, type ProposedStep, verdictOf } from "../../core/history/proposalSummary.ts"
import { candidateConfiguration, type GridAxes, type GridPoint, refitGrid } from "../../core/history/refitGrid.ts"
import { changed, type ConfigurationChanges } from "../../core/search/configurationChanges.ts"
import { type DataIdentity, type Fact, isFact } from "../../core/search/event.ts"
import { unsound } from "../../core/search/unsound.ts"
import { initialState, type Setting, type State } from "../../core/search/state.ts"
import { environment } from "../environment.ts"
import type { OwnEstimatorError } from "../estimator/OwnEstimatorError.ts"
import type { LogReadError } from "../log/foldLog.ts"
import { readLog } from "../log/readLog.ts"
import type { TableFile } from "../search/localTable.ts"
import type { TableError } from "../trainer/table/TableError.ts"
import { type LossOf, proposalLosses } from "./proposalLosses.ts"
import { checkGrid, chosenEstimators, type EstimatorChoice } from "./refitCandidates.ts"
import { RefitError } from "./RefitError.ts"

export interface ProposeRequest {
  readonly log: string
  /** null: the Gaussian process, or the LSTM where the log has that one itself */
  readonly estimators: readonly EstimatorChoice[] | null
  readonly axes: GridAxes
  /** changes to the log's own options, for all candidates */
  readonly changes: ConfigurationChanges
  /** the table to look losses up in; undefined: the one that the log was measured with, if it can be found */
  readonly table: TableFile | undefined
  /** told of each step of each candidate */
  readonly onStep: (name: string, step: ProposedStep, done: number, total: number) => void
}

/** What one candidate would have asked for. */
export interface Proposals {
  readonly name: string
  readonly steps: readonly ProposedStep[]
  readonly summary: ProposalSummary
}

export interface ProposeReport {
  readonly log: string
  /** where the losses of proposals come from; null: they are not known */
  readonly table: DataIdentity | null
  readonly proposals: readonly Proposals[]
}

/** The fold of one candidate: the log's past under its options. */
interface Lane {
  readonly name: string
  readonly next: ReturnType<typeof proposing>
  state: State
  /** proposals whose recorded architecture is not measured yet, by step */
  readonly open: Map<number, Proposal>
  readonly steps: ProposedStep[]
}

/** Everything that is known once the first event is there. */
interface Asking {
  readonly setting: Setting
  readonly lanes: readonly Lane[]
  readonly lossOf: LossOf | null
}

const usual = ({ configuration }: Setting): readonly EstimatorChoice[] =>
  [{ name: configuration.estimator.name === "gp" ? "lstm" : "gp" }]

/** A candidate's options hold whatever the log changes later; all others follow the log. */
const laneOf = (machine: Environment, setting: Setting, { changes }: ProposeRequest, point: GridPoint): Lane => {
  const { estimator, weighting } = candidateConfiguration(setting.configuration, changes, point)
  const asked: ConfigurationChanges = {
    ...changes,
    estimator,
    ...(point.weight === undefined ? {} : { weighting }),
    ...(point.memory === undefined ? {} : { memory: point.memory })
  }
  return { name: point.name, next: proposing(machine, asked), state: initialState, open: new Map(), steps: [] }
}

const begin = Effect.fnUntraced(function*(
  setting: Setting,
  request: ProposeRequest
): Effect.fn.Return<Asking, RefitError | OwnEstimatorError | TableError> {
  const { log, axes, changes, table } = request
  const objection = proposalObjection(setting.configuration, changed(setting.configuration, changes))
  if (objection !== null) return yield* new RefitError({ message: `${log}: ${objection}` })
  const { choices } = yield* chosenEstimators(request.estimators ?? usual(setting), [])
  yield* checkGrid(choices, axes)
  const grid = refitGrid(choices, axes)
  const machine = environment()
  for (const point of grid) {
    const configuration = candidateConfiguration(setting.configuration, changes, point)
    const wrong = unsound(machine, { ...setting, configuration })
    if (wrong !== null) return yield* new RefitError({ message: `${log}: ${wrong}` })
  }
  const lossOf = yield* proposalLosses(log, setting, table)
  return { setting, lossOf, lanes: grid.map((point) => laneOf(machine, setting, request, point)) }
})

const proposedStep = (
  { setting: { space }, lossOf }: Asking,
  { step, recorded, proposed, differing, same }: Proposal,
  recordedLoss: number | null
): ProposedStep => {
  const proposedLoss = same ? recordedLoss : lossOf?.(proposed) ?? null
  return {
    step,
    recorded: { architecture: printArchitecture(space, recorded), loss: recordedLoss },
    proposed: { architecture: printArchitecture(space, proposed), loss: proposedLoss },
    differing,
    verdict: verdictOf(same, recordedLoss, proposedLoss)
  }
}

/** One fact of one lane; gives the step that it completes, if it does. */
const follow = (asking: Asking, lane: Lane, fact: Fact): ProposedStep | null => {
  const { state, proposal } = lane.next(lane.state, fact)
  lane.state = state
  if (proposal !== null) lane.open.set(proposal.step, proposal)
  if (fact.type !== "measured" && fact.type !== "diverged" && fact.type !== "failed") return null
  const open = lane.open.get(fact.data.step)
  if (open === undefined) return null
  lane.open.delete(fact.data.step)
  const step = proposedStep(asking, open, fact.type === "measured" ? fact.data.loss : null)
  lane.steps.push(step)
  return step
}

/** Facts at which a fold computes long: other fibers run behind them. */
const isDear = ({ type }: Fact): boolean => type === "measured" || type === "sampled" || type === "reconfigured"

/**
 * What if: for each search step of a log, the architecture that each candidate would have asked for, given the same
 * past, and what a table knows of it. Reads the log once, as a stream; nothing is trained or written. Can be
 * interrupted after every step.
 */
export const proposeLog = Effect.fnUntraced(function*(
  request: ProposeRequest
): Effect.fn.Return<ProposeReport, LogReadError | RefitError | OwnEstimatorError | TableError> {
  const { log, onStep } = request
  let asking: Asking | null = null
  let done = 0
  yield* readLog(log).pipe(Stream.runForEach(Effect.fnUntraced(function*({ event }) {
    if (!isFact(event)) return
    if (event.type === "configured") asking ??= yield* begin(event.data, request)
    if (asking === null) return
    for (const lane of asking.lanes) {
      const step = follow(asking, lane, event)
      if (step !== null) onStep(lane.name, step, ++done, asking.setting.configuration.steps * asking.lanes.length)
      if (isDear(event)) yield* Effect.yieldNow
    }
  })))
  const asked = asking as Asking | null
  if (asked === null) return yield* new RefitError({ message: `${log} holds no search yet` })
  if (asked.lanes.every(({ steps }) => steps.length === 0)) {
    return yield* new RefitError({
      message: `${log} holds no measured search step yet: nothing was chosen that could be chosen otherwise`
    })
  }
  return {
    log,
    table: asked.lossOf === null ? null : asked.setting.data,
    proposals: asked.lanes.map(({ name, steps }) => ({ name, steps, summary: proposalSummary(steps) }))
  }
})
