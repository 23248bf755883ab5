import { join } from "node:path"
import type { SearchRequest } from "../search/startSearch.ts"
import { dataSetsOf, type StudyFile } from "./studyFile.ts"

/** One variant on one data set. */
export interface StudyCell {
  readonly variant: string
  /** null where the study has one data set that is not listed */
  readonly data: string | null
  readonly stopAtBest: boolean
}

/** A cell, and the search that is run there with every seed. */
export interface PlannedCell extends StudyCell {
  readonly request: Omit<SearchRequest, "seed" | "out" | "name">
  readonly checkpointEvery: number | undefined
  /** the file of a user's own estimator; null where it is one of pvll's */
  readonly ownEstimator: string | null
}

/** A study whose file is read and whose options are known to be sound. */
export interface Study {
  /** where the file lies, for sentences about it */
  readonly path: string
  readonly file: StudyFile
  readonly cells: readonly PlannedCell[]
}

/** One search of a study. */
export interface StudyRun<Cell extends StudyCell = StudyCell> {
  readonly cell: Cell
  readonly seed: number
  /** the run's folder */
  readonly folder: string
}

export type PlannedRun = StudyRun<PlannedCell>

/** Every variant on every data set, data set by data set. */
export const cellsOf = (file: StudyFile): readonly StudyCell[] =>
  dataSetsOf(file).flatMap((set) => file.variants.map((variant) => ({
    variant: variant.name,
    data: set?.name ?? null,
    stopAtBest: variant.stopAtBest ?? set?.stopAtBest ?? file.base?.stopAtBest ?? false
  })))

/** The folder of a study below `out`. */
export const studyFolder = (out: string, { name }: Pick<StudyFile, "name">): string => join(out, name)

/** The folder of the runs of a variant: `runs/VARIANT`. */
export const variantFolder = (folder: string, variant: string): string => join(folder, "runs", variant)

/** The folders of a cell's runs: `runs/VARIANT/seed-N`, or `runs/VARIANT/DATA/seed-N` where data sets are listed. */
const cellFolder = (folder: string, { variant, data }: Pick<StudyCell, "variant" | "data">): string =>
  data === null ? variantFolder(folder, variant) : join(variantFolder(folder, variant), data)

/** The same for runs of the same cell, another one for others. */
export const cellKey = ({ variant, data }: Pick<StudyCell, "variant" | "data">): string => JSON.stringify([variant, data])

/** All runs, seed by seed: a study that was stopped compares like with like. */
export const runsOf = <Cell extends StudyCell>(
  seeds: readonly number[],
  cells: readonly Cell[],
  folder: string
): readonly StudyRun<Cell>[] =>
  seeds.flatMap((seed) => cells.map((cell) => ({ cell, seed, folder: join(cellFolder(folder, cell), `seed-${seed}`) })))

/** N + T of a run. */
export const plannedOf = ({ cell: { request: { configuration } } }: PlannedRun): number =>
  configuration.warmUp + configuration.steps

/** How people call a run: `landscape, cifar10, seed 3`. */
export const runName = ({ cell: { variant, data }, seed }: StudyRun): string =>
  [variant, ...(data === null ? [] : [data]), `seed ${seed}`].join(", ")
