import type { RunSummary } from "./runSummary.ts"

/** A number of measured networks, or the end of the run: where a measure is taken. */
export type Moment = number | "end"

/** How a measure is shown. */
export interface Heading {
  readonly title: string
  /** for the head of a narrow column */
  readonly short: string
  readonly better: "lower" | "higher"
  /** `fraction` is shown as per cent; `square` is the mean of squares, which may be small */
  readonly unit: "plain" | "fraction" | "seconds" | "networks" | "square"
}

/** What a measure is of a run that is through. */
interface Measure extends Heading {
  /** whether it can be taken after any number of measured networks; else it belongs to the whole run */
  readonly anywhere: boolean
  /** null where it is not known, or the run did not come so far */
  readonly of: (run: RunSummary, moment: Moment) => number | null
}

/** The best network among the first ones measured; null before the first loss. */
const bestAt = ({ improvements }: RunSummary, moment: Moment) =>
  improvements.findLast(({ measured }) => moment === "end" || measured <= moment) ?? null

/** A super-network tests the best one at its end; a table knows the test accuracy of each. */
const testAccuracy = (run: RunSummary, moment: Moment): number | null =>
  bestAt(run, moment)?.testAccuracy ?? (moment === "end" ? run.tested : null)

export const measures = {
  "best-loss": {
    title: "best validation loss", short: "val. loss", better: "lower", unit: "plain", anywhere: true,
    of: (run, moment) => bestAt(run, moment)?.loss ?? null
  },
  "best-accuracy": {
    title: "best validation accuracy", short: "val. acc.", better: "higher", unit: "fraction", anywhere: true,
    of: (run, moment) => bestAt(run, moment)?.accuracy ?? null
  },
  "test-accuracy": {
    title: "test accuracy of the best by validation", short: "test acc.", better: "higher", unit: "fraction", anywhere: true,
    of: testAccuracy
  },
  "test-error": {
    title: "test error of the best by validation", short: "test error", better: "lower", unit: "fraction", anywhere: true,
    of: (run, moment) => {
      const accuracy = testAccuracy(run, moment)
      return accuracy === null ? null : 1 - accuracy
    }
  },
  rank: {
    title: "rank of the best in the table", short: "rank", better: "lower", unit: "plain", anywhere: true,
    of: (run, moment) => bestAt(run, moment)?.rank ?? null
  },
  "queries-to-best": {
    title: "networks measured until the table's best", short: "networks to best", better: "lower", unit: "networks", anywhere: false,
    of: (run) => run.bestReachedAt
  },
  "derived-accuracy": {
    title: "validation accuracy of the derived network", short: "derived val. acc.", better: "higher", unit: "fraction", anywhere: false,
    of: (run) => run.derived?.accuracy ?? null
  },
  "derived-test-error": {
    title: "test error of the derived network", short: "derived test error", better: "lower", unit: "fraction", anywhere: false,
    of: ({ derived }) => (derived === null || derived.testAccuracy === null ? null : 1 - derived.testAccuracy)
  },
  seconds: {
    title: "time of a run", short: "time", better: "lower", unit: "seconds", anywhere: false,
    of: (run) => run.seconds
  }
} satisfies { readonly [name: string]: Measure }

export type MeasureName = keyof typeof measures

export const measureNames = Object.keys(measures) as readonly MeasureName[]

export const measureOf = (name: MeasureName): Measure => measures[name]

/** The one whose runs may end without a value, which then lies beyond what they measured. */
export const isCensored = (name: string): boolean => name === "queries-to-best"

/** Whether a study asks for the network that A stands for at the end. */
export const asksForDerived = (names: readonly MeasureName[]): boolean =>
  names.includes("derived-accuracy") || names.includes("derived-test-error")
