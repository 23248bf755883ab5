import * as Effect from "effect/Effect"
import { canonicalJson } from "../../core/codec/canonicalJson.ts"
import type { Environment } from "../../core/environment.ts"
import { settingDifferences } from "../../core/history/settingDifferences.ts"
import type { DataIdentity, TrainerIdentity } from "../../core/search/event.ts"
import { readHistory } from "../history/readHistory.ts"
import { engineNamed } from "../trainer/engines.ts"
import { logFileOf } from "./executeRun.ts"
import { type RunSummary, settingDigest } from "./runSummary.ts"
import type { PlannedRun } from "./study.ts"

const longest = 60

const shown = (value: unknown): string => {
  const text = JSON.stringify(value) ?? "absent"
  return text.length > longest ? `${text.slice(0, longest / 2)}...` : text
}

const isCode = (path: string): boolean => path.startsWith("estimator.own.")

/** The device that a study asks for where a run's trainer was on another one; null where it was not. */
const deviceAskedOtherwise = (
  { cell: { request: { trainer } } }: PlannedRun, measuredBy: TrainerIdentity
): string | null => {
  if (trainer.type === "table" || trainer.device === undefined) return null
  const going = engineNamed(trainer.type)?.goingOn(measuredBy, { device: trainer.device }, undefined)
  return going === undefined || going.others.length === 0 ? null : trainer.device
}

/** The first option in which a run's log differs from what its study asks for now, in words. */
const difference = Effect.fnUntraced(function*(run: PlannedRun, data: DataIdentity | null, path: string) {
  const { setting } = yield* readHistory(logFileOf(run))
  if (setting === null) return "its log does not begin with the configuration of a search"
  const { configuration, space, trainer } = run.cell.request
  const device = deviceAskedOtherwise(run, setting.trainer)
  if (setting.trainer.name !== trainer.type) return `trainer is ${shown(setting.trainer.name)} there and ${shown(trainer.type)} by ${path}`
  if (device !== null) {
    const { name, version } = setting.trainer
    return `it was measured by trainer ${name} version ${version}, and ${path} asks for device ${shown(device)}`
  }
  const all = settingDifferences(setting, { ...setting, configuration, space, seed: run.seed, data: data ?? setting.data })
  const first = all.find(({ path }) => path !== "estimator.own.file" && path !== "estimator.own.commit")
  if (first !== undefined && isCode(first.path)) return `the code of ${setting.configuration.estimator.own?.file ?? "its estimator"} has changed since`
  return first === undefined ? "they differ" : `${first.path} is ${shown(first.a)} there and ${shown(first.b)} by ${path}`
})

/**
 * Why a run that is there is not one of the study; null where it is. `data`: what the study measures on; null where
 * that is not known here.
 */
export const otherSetting = Effect.fnUntraced(function*(
  { sha256 }: Environment,
  run: PlannedRun,
  summary: RunSummary,
  data: DataIdentity | null,
  path: string
): Effect.fn.Return<string | null> {
  const { configuration, space } = run.cell.request
  const isSame = summary.setting === settingDigest(sha256, { configuration, space, seed: run.seed })
    && summary.trainer.name === run.cell.request.trainer.type
    && deviceAskedOtherwise(run, summary.trainer) === null
    && (data === null || canonicalJson(summary.data) === canonicalJson(data))
  if (isSame) return null
  const what = yield* Effect.orElseSucceed(difference(run, data, path), () => "its log cannot be read")
  return `${run.folder} was made with another configuration: ${what}; put it back, or give the study another name`
})
