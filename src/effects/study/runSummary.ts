import * as Either from "fp-ts/lib/Either.js"
import * as t from "io-ts"
import { deriveArchitecture } from "../../core/architecture/derive.ts"
import { parseArchitecture, printArchitecture } from "../../core/architecture/notation.ts"
import { canonicalJson } from "../../core/codec/canonicalJson.ts"
import type { Sha256 } from "../../core/environment.ts"
import { cameToItsEnd } from "../../core/history/ending.ts"
import type { History, HistoryStep } from "../../core/history/history.ts"
import { CheckedSpace } from "../../core/architecture/checkedSpace.ts"
import { Configuration } from "../../core/search/configuration.ts"
import { derivationParameters } from "../../core/search/derivation.ts"
import { DataIdentity, TrainerIdentity } from "../../core/search/event.ts"
import type { Search, Setting } from "../../core/search/state.ts"
import { trainsWeights } from "../search/presentTrainer.ts"
import { bestLoss, entryOf, type MeasuredTable, rankOf } from "../trainer/table/measuredTable.ts"

const known = t.union([t.number, t.null])

/** A network that was better than all before it. */
const Improvement = t.strict({
  /** networks measured so far, this one included */
  measured: t.number,
  step: t.number,
  architecture: t.string,
  loss: t.number,
  accuracy: known,
  /** as the table has them; null without a table */
  testAccuracy: known,
  rank: known
})

/** Everything that a study tells of one run, small enough that thousands are read in a moment. */
export const RunSummary = t.strict({
  /** digest of what was searched and how, without the data: see `settingDigest` */
  setting: t.string,
  data: DataIdentity,
  /** who measured, at the end of the log */
  trainer: TrainerIdentity,
  /** networks with an outcome, and N + T */
  measured: t.number,
  planned: t.number,
  diverged: t.number,
  failed: t.number,
  /** why the first of these failed */
  failure: t.union([t.string, t.null]),
  /** all N + T outcomes are learned, and what follows them is done */
  finished: t.boolean,
  /** every outcome was learned from */
  settled: t.boolean,
  improvements: t.readonlyArray(Improvement),
  /** the table's lowest loss; null without a table */
  lowest: known,
  /** networks measured until one of that loss was among them; null: none was */
  bestReachedAt: known,
  /** false where the run looked up a table that was not at hand here */
  complete: t.boolean,
  /** what A stands for at the end; null where nobody asked */
  derived: t.union([t.strict({ architecture: t.string, accuracy: known, testAccuracy: known }), t.null]),
  /** test accuracy of the best one under the weights at the end */
  tested: known,
  /** wall time of all processes; null where one was killed, so that nobody knows */
  seconds: known
})
export type RunSummary = t.TypeOf<typeof RunSummary>
type Improvement = t.TypeOf<typeof Improvement>

/** Of a user's own estimator only the code counts, not what its file was called nor which commit it stood in. */
const computes = (configuration: Configuration): unknown => {
  const { estimator, ...others } = Configuration.encode(configuration)
  return { ...others, estimator: { ...estimator, own: estimator.own?.digest ?? null } }
}

/** What a log is compared by: with the same digest and data its facts are the same (by the same core and trainer). */
export const settingDigest = (
  sha256: Sha256,
  { configuration, space, seed }: Pick<Setting, "configuration" | "space" | "seed">
): string =>
  sha256(canonicalJson({ configuration: computes(configuration), space: CheckedSpace.encode(space), seed }))

const lookedUp = (table: MeasuredTable | null, printed: string) => {
  const parsed = table === null ? null : parseArchitecture(table.space, printed)
  if (table === null || parsed === null || Either.isLeft(parsed)) return { accuracy: null, testAccuracy: null, rank: null }
  const entry = entryOf(table, parsed.right)
  return {
    accuracy: entry?.accuracy ?? null,
    testAccuracy: entry?.testAccuracy ?? null,
    rank: rankOf(table, parsed.right) ?? null
  }
}

const improvementsOf = (steps: readonly HistoryStep[], table: MeasuredTable | null): readonly Improvement[] => {
  const found: Improvement[] = []
  for (const [i, { step, architecture, loss, accuracy }] of steps.entries()) {
    if (loss === null || (found.length > 0 && loss >= found.at(-1)!.loss)) continue
    const { testAccuracy, rank } = lookedUp(table, architecture)
    found.push({ measured: i + 1, step, architecture, loss, accuracy, testAccuracy, rank })
  }
  return found
}

const derivedOf = (
  { remeasurements }: History,
  search: Search | null,
  table: MeasuredTable | null
): RunSummary["derived"] => {
  if (search === null) return null
  const { space, configuration } = search.setting
  const architecture = printArchitecture(space, deriveArchitecture(space, derivationParameters(search), configuration.ranking))
  const measured = remeasurements.findLast((one) => one.step === null && one.architecture === architecture)
  const { accuracy, testAccuracy } = lookedUp(table, architecture)
  return { architecture, accuracy: accuracy ?? measured?.accuracy ?? null, testAccuracy }
}

/** Each process says at its end how long it took. */
const secondsOf = ({ happenings }: History): number | null => {
  const events = happenings.map(({ event }) => event)
  const begun = events.filter(({ type }) => type === "started" || type === "resumed").length
  const ended = events.flatMap((event) =>
    event.type === "stopped" && event.data.seconds !== undefined ? [event.data.seconds] : [])
  return ended.length < begun ? null : ended.reduce((sum, seconds) => sum + seconds, 0)
}

const testedOf = ({ happenings }: History): number | null => {
  const last = happenings.findLast(({ event }) => event.type === "tested")?.event
  return last?.type === "tested" ? last.data.accuracy : null
}

/** The summary of a run; `search` is its state at the end where the derived network is wanted. */
export const summaryOfRun = (
  sha256: Sha256,
  history: History & { readonly setting: Setting },
  search: Search | null,
  table: MeasuredTable | null
): RunSummary => {
  const { setting, steps } = history
  const improvements = improvementsOf(steps, table)
  const lowest = table === null ? null : bestLoss(table) ?? null
  const count = (outcome: HistoryStep["outcome"]) => steps.filter((step) => step.outcome === outcome).length
  return {
    setting: settingDigest(sha256, setting),
    data: setting.data,
    trainer: setting.trainer,
    measured: steps.length,
    planned: setting.configuration.warmUp + setting.configuration.steps,
    diverged: count("diverged"),
    failed: count("failed"),
    failure: steps.find(({ outcome }) => outcome === "failed")?.reason ?? null,
    finished: history.finished && (!trainsWeights(setting) || cameToItsEnd(history)),
    settled: steps.every(({ learned }) => learned !== null),
    improvements,
    lowest,
    bestReachedAt: improvements.find(({ loss }) => lowest !== null && loss <= lowest)?.measured ?? null,
    complete: table !== null || trainsWeights(setting),
    derived: derivedOf(history, search, table),
    tested: testedOf(history),
    seconds: secondsOf(history)
  }
}

/** Whether a run has nothing left to do. */
export const isDone = ({ finished, settled, bestReachedAt }: RunSummary, stopAtBest: boolean): boolean =>
  finished || (stopAtBest && settled && bestReachedAt !== null)
