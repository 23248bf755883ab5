import { edgesOf, type Space } from "../architecture/space.ts"
import type { Setting } from "../search/state.ts"
import { best, type Best } from "./best.ts"
import type { History, HistoryStep } from "./history.ts"

/** What one history came to. */
export interface Summary {
  /** outcomes, diverged and failed ones included */
  readonly steps: number
  readonly diverged: number
  readonly failed: number
  readonly best: Best | null
  /** mean loss of the last 20 measured architectures (fewer where there are not as many); null where there is none */
  readonly recentLoss: number | null
  /** the estimator's tau after the last fit that reports one */
  readonly tau: number | null
  /** passes over the memory in all fits together */
  readonly passes: number
}

/** The choices on one edge, by operation `[K]`, and how often both chose alike. */
export interface EdgeChoices {
  readonly cell: string
  readonly from: number
  readonly to: number
  readonly a: readonly number[]
  readonly b: readonly number[]
  /** share of the steps that both have, at which both chose the same operation; null where they share none */
  readonly same: number | null
}

export interface Consequences {
  readonly a: Summary
  readonly b: Summary
  /** steps with an outcome in both */
  readonly shared: number
  /** the first shared step with another architecture, and the first with another loss; null where there is none */
  readonly architecturesPart: number | null
  readonly lossesPart: number | null
  /** the columns of each edge's counts, and the edges; empty where the spaces differ */
  readonly operations: readonly string[]
  readonly edges: readonly EdgeChoices[]
}

const recent = 20

const recentLoss = (steps: readonly HistoryStep[]): number | null => {
  const losses = steps.flatMap(({ loss }) => loss ?? []).slice(-recent)
  return losses.length === 0 ? null : losses.reduce((sum, loss) => sum + loss, 0) / losses.length
}

export const summary = (history: Pick<History, "steps">): Summary => {
  const { steps } = history
  const count = (outcome: HistoryStep["outcome"]) => steps.filter((step) => step.outcome === outcome).length
  return {
    steps: steps.length,
    diverged: count("diverged"),
    failed: count("failed"),
    best: best(history),
    recentLoss: recentLoss(steps),
    tau: steps.findLast(({ learned }) => learned !== null && learned.tau !== null)?.learned?.tau ?? null,
    passes: steps.reduce((sum, { learned }) => sum + (learned?.passes ?? 0), 0)
  }
}

type Pair = readonly [HistoryStep, HistoryStep]

/** Steps of the same number in both, in the order of the numbers. */
const sharedSteps = (a: History, b: History): readonly Pair[] => {
  const inB = new Map(b.steps.map((step) => [step.step, step]))
  return a.steps
    .flatMap((one): readonly Pair[] => {
      const other = inB.get(one.step)
      return other === undefined ? [] : [[one, other]]
    })
    .toSorted(([one], [other]) => one.step - other.step)
}

const choiceCounts = (steps: readonly HistoryStep[], edge: number, operations: number): readonly number[] => {
  const counts = Array.from({ length: operations }, () => 0)
  for (const { choice } of steps) counts[choice[edge]] += 1
  return counts
}

const edgeChoices = (space: Space, a: History, b: History, shared: readonly Pair[]): readonly EdgeChoices[] => {
  const cells = space.cells.flatMap((cell) => cell.edges.map(() => cell.name))
  return edgesOf(space).map(({ from, to }, edge) => ({
    cell: cells[edge],
    from,
    to,
    a: choiceCounts(a.steps, edge, space.operations.length),
    b: choiceCounts(b.steps, edge, space.operations.length),
    same: shared.length === 0
      ? null
      : shared.filter(([one, other]) => one.choice[edge] === other.choice[edge]).length / shared.length
  }))
}

const sameShape = (a: Space, b: Space): boolean =>
  a.operations.join() === b.operations.join()
  && a.cells.length === b.cells.length
  && a.cells.every((cell, i) => cell.name === b.cells[i].name && cell.edges.length === b.cells[i].edges.length)

const sharedSpace = (a: Setting | null, b: Setting | null): Space | null =>
  a !== null && b !== null && sameShape(a.space, b.space) ? a.space : null

/** What follows from a difference: both results side by side, and choices edge by edge. */
export const consequences = (a: History, b: History): Consequences => {
  const shared = sharedSteps(a, b)
  const space = sharedSpace(a.setting, b.setting)
  const firstWhere = (differs: (pair: Pair) => boolean) => shared.find(differs)?.[0].step ?? null
  return {
    a: summary(a),
    b: summary(b),
    shared: shared.length,
    architecturesPart: firstWhere(([one, other]) => one.architecture !== other.architecture),
    lossesPart: firstWhere(([one, other]) => one.loss !== other.loss),
    operations: space?.operations ?? [],
    edges: space === null ? [] : edgeChoices(space, a, b, shared)
  }
}
