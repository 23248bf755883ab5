import * as t from "io-ts"
import { Finite, Natural, NonNegative, PositiveInteger } from "../../core/codec/finite.ts"
import { ConfigurationChanges } from "../../core/search/configurationChanges.ts"
import { type PresetName, presets } from "../../core/search/presets.ts"
import { Analysis } from "./analysisFile.ts"
import { type MeasureName, measures } from "./measures.ts"
import { optional } from "./optionalKeys.ts"

/** What a study file may say; `docs/studies.md` is the reader's form of this file. */

const nameOf = <Name extends string>(names: { readonly [N in Name]: unknown }) =>
  t.keyof(names) as t.Type<Name, string, unknown>

const Preset = nameOf<PresetName>(presets)
const Measure = nameOf<MeasureName>(measures)

/** How a search is made, as the options of `pvll search` say it. */
const choices = {
  preset: Preset,
  space: t.string,
  /** `table`, `table:FILE` or the name of an engine */
  trainer: t.string,
  /** what that engine computes on, as `--device` has it */
  device: t.string,
  /** how the table of `table:FILE` is read */
  table: t.exact(t.partial({
    architectureColumn: t.string,
    lossColumn: t.string,
    accuracyColumn: t.string,
    testColumn: t.string,
    percent: t.boolean,
    allowMissing: t.boolean
  })),
  /** as `--estimator` has it: a name, or the file of one's own */
  estimator: t.string,
  measure: t.string,
  imageSize: PositiveInteger,
  stopAtBest: t.boolean,
  checkpointEvery: PositiveInteger,
  /** options beside the preset, in the form of the log's `configuration` */
  configuration: ConfigurationChanges
}

const single = { ...choices, data: t.string }

/** One of several data sets: by its name alone, or with whatever else belongs to it. */
const DataEntry = t.union([t.string, optional({ name: t.string }, single)])

const Base = t.exact(t.partial({ ...choices, data: t.union([t.string, t.readonlyArray(DataEntry)]) }))

const Variant = optional({ name: t.string }, { ...single, label: t.string })

/** A figure that others published, to stand beside ours. */
const Reference = optional(
  { label: t.string, measure: Measure, value: Finite, source: t.string },
  { variant: t.string, data: t.string, at: PositiveInteger, deviation: NonNegative, n: PositiveInteger }
)

const Moment = t.union([PositiveInteger, t.literal("end")])

export const StudyFile = optional({
  name: t.string,
  variants: t.readonlyArray(Variant),
  seeds: t.union([t.strict({ from: Natural, count: Natural }), t.readonlyArray(Natural)]),
  measures: t.readonlyArray(Measure)
}, {
  title: t.string,
  description: t.string,
  base: Base,
  /** numbers of measured networks after which measures of the best so far are taken, in this order */
  at: t.readonlyArray(Moment),
  /** `queries-to-best`: the share of runs that need at most so many is told too */
  within: t.readonlyArray(PositiveInteger),
  /** the variant that the others are compared with where there are too many pairs; default: the first */
  baseline: t.string,
  reference: t.readonlyArray(Reference),
  /** what is computed from the logs of the runs once they are through */
  analyses: t.readonlyArray(Analysis)
})

export type StudyFile = t.TypeOf<typeof StudyFile>
export type StudyBase = t.TypeOf<typeof Base>
export type StudyData = Exclude<t.TypeOf<typeof DataEntry>, string>
export type StudyReference = t.TypeOf<typeof Reference>

/** The seeds of a study, in order. */
export const seedsOf = ({ seeds }: Pick<StudyFile, "seeds">): readonly number[] =>
  "from" in seeds ? Array.from({ length: seeds.count }, (_, i) => seeds.from + i) : seeds

/** `cifar10` of `cifar10:DIR`. */
const kindOf = (data: string): string => data.split(":", 1)[0]!

/** The data sets of a study; null where it has one that is not listed, so that its runs lie in no folder of their own. */
export const dataSetsOf = ({ base }: Pick<StudyFile, "base">): readonly (StudyData | null)[] =>
  base?.data === undefined || typeof base.data === "string"
    ? [null]
    : base.data.map((entry) => (typeof entry === "string" ? { name: kindOf(entry), data: entry } : entry))
