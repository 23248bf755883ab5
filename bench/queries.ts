import { didYouMean } from "../src/cli/closest.ts"
import { standardErrorProgress } from "../src/cli/output/progress.ts"
import { nb201DataSets, nb201Measures } from "../src/effects/trainer/table/nb201Table.ts"
import type { BenchDocument } from "./document.ts"
import { inParallel } from "./queries/inParallel.ts"
import { queriesDocument } from "./queries/queriesDocument.ts"
import { samplerNames, type System, systemNames, systemOf } from "./queries/systems.ts"
import type { Task } from "./queries/worker.ts"
import { WrongOption } from "./wrongOption.ts"

/** What `bench queries` takes beside `--quick` and `--json`; all as they stand on the command line. */
export interface QueriesOptions {
  readonly quick: boolean
  readonly samplers?: string | undefined
  readonly seeds?: string | undefined
  readonly from?: string | undefined
  readonly data?: string | undefined
  readonly measure?: string | undefined
  readonly cap?: string | undefined
  readonly set?: readonly string[] | undefined
}

/** Seeds that no tuning has looked at begin here. */
const freshSeeds = 1000

const whole = (option: string, given: string | undefined, otherwise: number, least: number): number => {
  if (given === undefined) return otherwise
  const value = Number(given)
  if (!Number.isSafeInteger(value) || value < least) throw new WrongOption(`--${option} ${given}: give a whole number from ${least} on`)
  return value
}

const listed = (option: string, given: string | undefined, otherwise: readonly string[], known: readonly string[]): readonly string[] => {
  if (given === undefined) return otherwise
  for (const name of given.split(",")) {
    if (known.includes(name)) continue
    throw new WrongOption(`--${option}: there is no ${name}; ${didYouMean(name, known, `there are ${known.join(", ")}`)}`)
  }
  return given.split(",")
}

const systemsOf = (names: readonly string[], settings: readonly string[]): readonly System[] =>
  names.map((name) => {
    const system = systemOf(name, settings)
    if (typeof system === "string") throw new WrongOption(system)
    return system
  })

/** The tasks, and which of them serves each system, data set and seed. */
const tasksOf = (systems: readonly System[], data: readonly string[], from: number, seeds: number): readonly Task[] => {
  const all = data.map((_, d) => d)
  return systems.flatMap(({ configuration }, system) => {
    // Uniform draws do not depend on what was measured: one run serves all data sets.
    const sets = configuration.sampler === "uniform" ? [all] : all.map((d) => [d])
    return Array.from({ length: seeds }, (_, i) => sets.map((set) => ({ system, seed: from + i, data: set }))).flat()
  })
}

/**
 * How many networks each sampler (or preset) measures until it has measured the best one of NAS-Bench-201, and how good
 * its best ones are after 100, 200 and 300. Searches in memory, without a log, in worker threads on all cores.
 */
export const queries = async (options: QueriesOptions): Promise<BenchDocument> => {
  const measure = listed("measure", options.measure, ["valid"], nb201Measures)[0]!
  const everyData = measure === "valid-single" ? ["cifar10"] : nb201DataSets
  const data = listed("data", options.data, everyData, everyData)
  const systems = systemsOf(listed("samplers", options.samplers, samplerNames, systemNames), options.set ?? [])
  const seeds = whole("seeds", options.seeds, options.quick ? 5 : 100, 1)
  const from = whole("from", options.from, freshSeeds, 0)
  const cap = whole("cap", options.cap, options.quick ? 500 : 2000, 1)
  const tasks = tasksOf(systems, data, from, seeds)
  const progress = standardErrorProgress(false)
  progress.report({ done: 0, total: tasks.length, note: "" })
  const done = await inParallel({ systems, data, measure, cap }, tasks, (count, { system }) =>
    progress.report({ done: count, total: tasks.length, note: systems[system]!.name }))
  progress.end()
  return queriesDocument({ systems: systems.map(({ name }) => name), data, measure, cap }, done)
}
