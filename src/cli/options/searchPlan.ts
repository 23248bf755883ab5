import * as Effect from "effect/Effect"
import type { Space } from "../../core/architecture/space.ts"
import { samplerSettings } from "../../core/sampler/settings.ts"
import { changed, type ConfigurationChanges } from "../../core/search/configurationChanges.ts"
import type { Configuration } from "../../core/search/configuration.ts"
import { type PresetName, presets } from "../../core/search/presets.ts"
import { type DataChoice, defaultAugmentation, parseDataChoice } from "../../effects/data/dataChoice.ts"
import { defaultEngine, type EngineName, isEngineName } from "../../effects/trainer/engines.ts"
import type { TrainerRequest } from "../../effects/search/readyTrainer.ts"
import type { TableFile } from "../../effects/search/localTable.ts"
import { nb201DataSets } from "../../effects/trainer/table/nb201Table.ts"
import { UsageError } from "../UsageError.ts"
import { chosenSpace } from "./chosenSpace.ts"
import { deviceObjection } from "./deviceChoice.ts"

/** What was said about a new search; undefined where nothing was. */
export interface AskedSearch {
  readonly space: string | undefined
  readonly preset: PresetName | undefined
  /** options came in a file */
  readonly configured?: boolean
  readonly trainer: EngineName | "table" | undefined
  readonly device?: string | undefined
  readonly tableFile: TableFile | undefined
  readonly data: string | undefined
  readonly measure: string | undefined
  readonly imageSize: number | undefined
  readonly threads: number | undefined
  /** options beside the preset */
  readonly changes: ConfigurationChanges
}

/** What is searched, by whom, and how. */
export interface SearchPlan {
  readonly space: Space
  readonly trainer: TrainerRequest
  readonly configuration: Configuration
}

const isTableData = (data: string): boolean => (nb201DataSets as readonly string[]).includes(data)

/**
 * Images are trained on where that was asked for, and where nothing was said that only a table has: with nothing at
 * all, the small search on digits. `--space nb201`, a preset alone, or a data set of NAS-Bench-201 reads its table.
 */
const trainsOnImages = ({ space, preset, trainer, tableFile, data, measure }: AskedSearch): boolean => {
  if (trainer !== undefined || tableFile !== undefined) return isEngineName(trainer)
  if (data !== undefined) return !isTableData(data)
  if (measure !== undefined) return false
  if (preset === "digits") return true
  return space === undefined ? preset === undefined : space !== "nb201"
}

const engineOf = ({ trainer }: AskedSearch): EngineName => (isEngineName(trainer) ? trainer : defaultEngine.name)

const imageChoice = ({ data, imageSize, measure }: AskedSearch): Effect.Effect<DataChoice, UsageError> => {
  const choice = parseDataChoice(data ?? "mnist")
  if (typeof choice === "string") return Effect.fail(new UsageError({ message: choice }))
  if (measure !== undefined) {
    return Effect.fail(new UsageError({ message: "--measure names a column of a table: leave it out where images are trained on" }))
  }
  if (choice.kind === "folder") return Effect.succeed({ ...choice, size: imageSize ?? choice.size })
  return imageSize === undefined
    ? Effect.succeed(choice)
    : Effect.fail(new UsageError({ message: "--image-size resizes the images of --data folder:DIR only" }))
}

/**
 * The options beside the preset. A sampler that is named alone brings the settings that make it itself, which everything
 * else that was said overrides; one that is named beside a preset or a file is the only option that changes.
 */
const changesOf = ({ preset, configured, changes }: AskedSearch): readonly ConfigurationChanges[] =>
  preset === undefined && configured !== true && changes.sampler !== undefined ? [samplerSettings[changes.sampler], changes] : [changes]

const withChanges = (preset: Configuration, asked: AskedSearch): Configuration => changesOf(asked).reduce(changed, preset)

/** The digits that come with pvll are searched by the preset made for them, other images by the paper's. */
const imageConfiguration = (asked: AskedSearch, choice: DataChoice): Configuration => {
  const name = asked.preset ?? (choice.kind === "mnist" && choice.folder === null ? "digits" : "paper")
  return withChanges(changed(presets[name], { training: { augmentation: defaultAugmentation(choice.kind) } }), asked)
}

export const searchPlan = Effect.fnUntraced(function*(asked: AskedSearch): Effect.fn.Return<SearchPlan, UsageError> {
  const objection = deviceObjection(asked.trainer, asked.device)
  if (objection !== null) return yield* new UsageError({ message: objection })
  if (trainsOnImages(asked)) {
    const choice = yield* imageChoice(asked)
    return {
      space: yield* chosenSpace(asked.space ?? "nasnet"),
      trainer: { type: engineOf(asked), data: choice, device: asked.device, threads: asked.threads },
      configuration: imageConfiguration(asked, choice)
    }
  }
  if (asked.imageSize !== undefined) {
    return yield* new UsageError({ message: "--image-size resizes the images of --data folder:DIR only" })
  }
  const { tableFile } = asked
  return {
    space: yield* chosenSpace(asked.space ?? "nb201"),
    trainer: {
      type: "table",
      table: tableFile === undefined
        ? { type: "shipped", data: asked.data ?? "cifar10", measure: asked.measure ?? "valid" }
        : { type: "file", file: tableFile }
    },
    configuration: withChanges(presets[asked.preset ?? "best"], asked)
  }
})
