import { genotypeText } from "../../core/architecture/derive.ts"
import { cardinality } from "../../core/architecture/space.ts"
import { parseArchitecture } from "../../core/architecture/notation.ts"
import type { Environment } from "../../core/environment.ts"
import { best } from "../../core/history/best.ts"
import type { History } from "../../core/history/history.ts"
import { derivationParameters } from "../../core/search/derivation.ts"
import { fingerprint } from "../../core/search/fingerprint.ts"
import type { LifecycleDataOf } from "../../core/search/event.ts"
import type { Search } from "../../core/search/state.ts"
import { bestLoss, entryOf, type MeasuredTable, rankOf, tableSize } from "../trainer/table/measuredTable.ts"

/** What a search has come to: the same keys for every verb that shows it. */
export interface Summary {
  readonly log: string
  readonly steps: number
  readonly finished: boolean
  /** steps without a loss, and why the first of them failed */
  readonly diverged: number
  readonly failed: number
  readonly failure: string | null
  readonly fingerprint: string
  /** null where the space has no genotype notation */
  readonly genotype: string | null
  readonly best: { readonly step: number; readonly architecture: string; readonly loss: number } | null
  /** the best one after `steps` steps on test images, under the weights of that moment; null where nothing was tested */
  readonly test: LifecycleDataOf<"tested"> | null
  /** where the best one stands among all that the table holds; null without a table */
  readonly standing: Standing | null
}

/** What a table knows of an architecture that a search found. */
export interface Standing {
  /** 1 is the lowest loss */
  readonly rank: number
  readonly of: number
  /** whether the table holds every architecture of the space */
  readonly whole: boolean
  readonly bestLoss: number | null
  readonly testAccuracy: number | null
  readonly parameters: number | null
}

const standingOf = (table: MeasuredTable, printed: string): Standing | null => {
  const architecture = parseArchitecture(table.space, printed)
  if (architecture._tag === "Left") return null
  const entry = entryOf(table, architecture.right)
  const rank = rankOf(table, architecture.right)
  return entry === undefined || rank === undefined ? null : {
    rank,
    of: tableSize(table),
    whole: BigInt(tableSize(table)) === cardinality(table.space),
    bestLoss: bestLoss(table) ?? null,
    testAccuracy: entry.testAccuracy ?? null,
    parameters: entry.parameters ?? null
  }
}

const testOf = ({ happenings }: History): Summary["test"] => {
  const last = happenings.findLast(({ event }) => event.type === "tested")?.event
  return last?.type === "tested" ? last.data : null
}

/** What the facts tell, beside what only the state does. */
const summed = (
  log: string,
  state: Pick<Summary, "steps" | "fingerprint" | "genotype">,
  history: History,
  table: MeasuredTable | null
): Summary => {
  const found = best(history)
  const count = (outcome: "diverged" | "failed") => history.steps.filter((step) => step.outcome === outcome).length
  return {
    log,
    steps: state.steps,
    finished: history.finished,
    diverged: count("diverged"),
    failed: count("failed"),
    failure: history.steps.find((step) => step.outcome === "failed")?.reason ?? null,
    fingerprint: state.fingerprint,
    genotype: state.genotype,
    best: found,
    test: testOf(history),
    standing: found === null || table === null ? null : standingOf(table, found.architecture)
  }
}

export const summaryOf = (
  environment: Environment,
  log: string,
  search: Search,
  history: History,
  table: MeasuredTable | null
): Summary => {
  const { space, configuration } = search.setting
  return summed(log, {
    steps: search.measured,
    fingerprint: fingerprint(environment.sha256, { ...search, owed: null }),
    genotype: genotypeText(space, derivationParameters(search), configuration.ranking)
  }, history, table)
}

/** The summary of a log whose state cannot be computed here. */
export const factsSummary = (log: string, history: History, table: MeasuredTable | null): Summary =>
  summed(log, { steps: history.steps.length, fingerprint: history.fingerprint ?? "", genotype: null }, history, table)
