import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Either from "fp-ts/lib/Either.js"
import { dirname, isAbsolute, join } from "node:path"
import { canonicalJson } from "../core/codec/canonicalJson.ts"
import { decodeStrict } from "../core/codec/decodeStrict.ts"
import { spaceByName } from "../core/architecture/spaces/builtIn.ts"
import type { ConfigurationChanges } from "../core/search/configurationChanges.ts"
import type { EngineName } from "../effects/trainer/engines.ts"
import type { TableFile } from "../effects/search/localTable.ts"
import { studyFileProblem } from "../effects/study/checkStudyFile.ts"
import type { PlannedCell, Study } from "../effects/study/study.ts"
import { cellsOf } from "../effects/study/study.ts"
import { dataSetsOf, StudyFile, type StudyBase } from "../effects/study/studyFile.ts"
import { deviceChoice } from "./options/deviceChoice.ts"
import { type EstimatorChoice, estimatorChoice } from "./options/estimatorChoice.ts"
import { collectChanges } from "./options/collectChanges.ts"
import { merged } from "./options/configurationChanges.ts"
import { readJsonFile } from "./options/jsonFile.ts"
import { problemSentence } from "./options/problemSentence.ts"
import { searchPlan } from "./options/searchPlan.ts"
import type { Assignment } from "./options/setting.ts"
import { trainerChoice } from "./options/trainerChoice.ts"
import { UsageError } from "./UsageError.ts"

/** How a search is made, once base, data set and variant are laid over one another. */
type Choices = Omit<StudyBase, "data"> & { readonly data?: string | undefined }

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null && !Array.isArray(value)

/** Each option with its place, as `--set` has them. */
const assignments = (value: object, place = ""): readonly Assignment[] =>
  Object.entries(value).flatMap(([key, one]): readonly Assignment[] =>
    isObject(one) ? assignments(one, `${place}${key}.`) : [{ path: place + key, value: one }])

/** `FILE` of a study file is meant from the folder that the study file lies in. */
const beside = (study: string, path: string): string => (isAbsolute(path) ? path : join(dirname(study), path))

/** `KIND:DIR` with the folder as it is seen from here. */
const dataBeside = (study: string, data: string): string => {
  const colon = data.indexOf(":")
  return colon < 0 || colon === data.length - 1 ? data : `${data.slice(0, colon + 1)}${beside(study, data.slice(colon + 1))}`
}

interface Measuring {
  readonly trainer: EngineName | "table" | undefined
  readonly device: string | undefined
  readonly tableFile: TableFile | undefined
}

const measuring = (study: string, { trainer, device, table }: Choices): Effect.Effect<Measuring, UsageError> => {
  const choice = trainer === undefined ? null : trainerChoice(trainer)
  if (typeof choice === "string") return Effect.fail(new UsageError({ message: choice }))
  const computesOn = device === undefined ? null : deviceChoice(device)
  if (typeof computesOn === "string") return Effect.fail(new UsageError({ message: computesOn }))
  if (choice?.type === "table" && choice.table !== null) {
    return Effect.succeed({ trainer: "table", device: computesOn?.device, tableFile: { path: beside(study, choice.table), options: table ?? {} } })
  }
  return table === undefined
    ? Effect.succeed({ trainer: choice?.type, device: computesOn?.device, tableFile: undefined })
    : Effect.fail(new UsageError({ message: "table says how a file is read: give \"trainer\": \"table:FILE\" too" }))
}

/** The estimator by name, or its file as it is seen from here. */
const estimatorOf = (study: string, { estimator }: Choices): Effect.Effect<EstimatorChoice | null, UsageError> => {
  const choice = estimator === undefined ? null : estimatorChoice(estimator)
  if (typeof choice === "string") return Effect.fail(new UsageError({ message: choice }))
  return Effect.succeed(choice !== null && "file" in choice ? { file: beside(study, choice.file) } : choice)
}

type Collected = Map<string, ConfigurationChanges>

/**
 * The options beside the preset, with the same ones implied as on the command line. What was collected before is in
 * `known`: to load an estimator of one's own takes seconds.
 */
const changesOf = Effect.fnUntraced(function*(
  asked: ConfigurationChanges,
  estimator: EstimatorChoice | null,
  known: Collected
): Effect.fn.Return<ConfigurationChanges, UsageError> {
  const key = canonicalJson([asked, estimator])
  const changes = known.get(key) ?? (yield* collectChanges({
    preset: Option.none(), config: Option.none(), set: assignments(asked),
    flags: estimator === null ? {} : { "estimator.name": Option.some(estimator) }
  }))
  known.set(key, changes)
  return changes
})

const requestOf = Effect.fnUntraced(function*(
  study: string,
  choices: Choices,
  known: Collected
): Effect.fn.Return<Pick<PlannedCell, "request" | "ownEstimator">, UsageError> {
  const { space, preset, data, measure, imageSize, configuration } = choices
  const estimator = yield* estimatorOf(study, choices)
  const request = yield* searchPlan({
    space: space === undefined || spaceByName(space) !== null ? space : beside(study, space),
    preset,
    ...(yield* measuring(study, choices)),
    data: data === undefined ? undefined : dataBeside(study, data),
    measure,
    imageSize,
    threads: undefined,
    changes: yield* changesOf(configuration ?? {}, estimator, known)
  })
  return { request, ownEstimator: estimator !== null && "file" in estimator ? estimator.file : null }
})

/** The later one holds, option by option; that an estimator is said in two ways makes no difference. */
const over = ({ estimator, ...first }: Choices, then: Choices): Choices => ({
  ...first,
  ...(estimator === undefined || then.configuration?.estimator?.name !== undefined ? {} : { estimator }),
  ...then,
  configuration: merged(first.configuration ?? {}, then.configuration ?? {})
})

const planned = Effect.fnUntraced(function*(study: string, file: StudyFile): Effect.fn.Return<readonly PlannedCell[], UsageError> {
  const { data, ...base } = file.base ?? {}
  const common: Choices = typeof data === "string" ? { ...base, data } : base
  const cells = cellsOf(file)
  const sets = dataSetsOf(file)
  const known: Collected = new Map()
  return yield* Effect.forEach(cells, (cell, i) => {
    const variant = file.variants.find(({ name }) => name === cell.variant)!
    const set = sets[Math.floor(i / file.variants.length)] ?? null
    const choices = over(over(common, set ?? {}), variant)
    const where = `the variant ${cell.variant}${cell.data === null ? "" : ` on ${cell.data}`}`
    return requestOf(study, choices, known).pipe(
      Effect.mapError(({ message }) => new UsageError({ message: `${study}, ${where}: ${message}` })),
      Effect.map((made): PlannedCell => ({ ...cell, ...made, checkpointEvery: choices.checkpointEvery }))
    )
  })
})

/** A measure may not be taken behind the end of a run. */
const beyond = (file: StudyFile, cells: readonly PlannedCell[]): string | null => {
  for (const [i, at] of (file.at ?? []).entries()) {
    for (const { variant, request: { configuration: { warmUp, steps } } } of cells) {
      if (typeof at === "number" && at > warmUp + steps) {
        return `at[${i}] is ${at}, but the variant ${variant} measures only ${warmUp + steps} networks `
          + `(warmUp ${warmUp} and steps ${steps})`
      }
    }
  }
  return null
}

/** Reads a study's file and works out what each variant runs. Strict: what is wrong is named with its place. */
export const readStudyPlan = Effect.fnUntraced(function*(path: string): Effect.fn.Return<Study, UsageError> {
  const refuse = (sentence: string) => new UsageError({ message: `the study ${path}: ${sentence}` })
  const decoded = decodeStrict(StudyFile, yield* readJsonFile(path, "the study"))
  if (Either.isLeft(decoded)) return yield* refuse(problemSentence(decoded.left[0]!))
  const file = decoded.right
  const problem = studyFileProblem(file)
  if (problem !== null) return yield* refuse(problem)
  const cells = yield* planned(path, file)
  const late = beyond(file, cells)
  if (late !== null) return yield* refuse(late)
  return { path, file, cells }
})
