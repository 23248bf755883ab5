import { cameToItsEnd, endingOf } from "../../core/history/ending.ts"
import type { History } from "../../core/history/history.ts"
import { trajectory } from "../../core/history/trajectory.ts"
import type { Setting } from "../../core/search/state.ts"
import type { ReadFacts } from "../../effects/search/readSummary.ts"
import { trainsWeights } from "../../effects/search/presentTrainer.ts"
import { invocation } from "./invocation.ts"
import { networkText } from "./networkText.ts"
import { grouped, measure, significant } from "./numbers.ts"
import { remeasuredText } from "./remeasured.ts"
import { sparkline } from "./sparkline.ts"
import { bold } from "./style.ts"
import { summaryText } from "./summary.ts"
import { table } from "./table.ts"
import { trainerText } from "./trainerText.ts"
import { visible } from "./visible.ts"

/** The document of `show --json`. */
export const showDocument = ({ summary, search, history }: ReadFacts) => ({
  ...summary,
  space: search.setting.space.name,
  data: search.setting.data,
  trainer: search.setting.trainer,
  seed: search.setting.seed,
  configuration: search.setting.configuration,
  remeasured: history.remeasurements,
  trajectory: trajectory(history).map(({ step, architecture, loss }) => ({ step, architecture, loss }))
})

const status = (history: History, trains: boolean): string => {
  const ending = endingOf(history)
  switch (ending.state) {
    case "finished":
      return trains && !cameToItsEnd(history) ? `all measured; ${invocation()} resume saves and tests the weights` : "finished"
    case "stopped":
      return `stopped (${ending.reason}); ${invocation()} resume goes on`
    case "open":
      return `running, or cut off; ${invocation()} resume goes on`
  }
}

const bestSteps = (history: History, count: number): readonly string[] => {
  const measured = history.steps.filter((step) => step.loss !== null).toSorted((a, b) => a.loss! - b.loss!).slice(0, count)
  return table(
    [{ title: "step", align: "right" }, { title: "loss", align: "right" }, { title: "architecture", cut: true }],
    measured.map(({ step, loss, architecture }) => [String(step), measure(loss), visible(architecture)])
  )
}

/** What was measured again last, if anything was. */
const againText = ({ remeasurements, steps }: History): readonly string[] => {
  const checkpoint = remeasurements.at(-1)?.checkpoint
  const recorded = new Map(steps.map(({ step, loss }) => [step, loss]))
  const latest = new Map(remeasurements.filter((one) => one.checkpoint === checkpoint).map((one) =>
    [one.architecture, { ...one, recorded: one.step === null ? null : recorded.get(one.step) ?? null }]))
  return latest.size === 0 ? [] : ["", ...remeasuredText([...latest.values()])]
}

const estimatorText = ({ name, own }: Setting["configuration"]["estimator"]): string =>
  name === "own" && own !== null ? `estimator ${visible(own.file)}` : `${name} estimator`

/** A search at a glance, for people. */
export const showText = ({ summary, search, history }: ReadFacts): readonly string[] => {
  const { space, data, seed, configuration, trainer } = search.setting
  const steps = trajectory(history)
  const tau = history.steps.at(-1)?.learned?.tau ?? null
  const total = configuration.warmUp + configuration.steps
  return [
    `${bold("search")}       ${visible(space.name)} on ${visible(data.name)} (${visible(data.measure)}), measured by ${trainerText(trainer)}, seed ${seed}`,
    `${bold("options")}      ${configuration.sampler} sampler, ${estimatorText(configuration.estimator)}, `
      + `N = ${configuration.warmUp}, T = ${configuration.steps}, order ${configuration.order}, weighting ${configuration.weighting}`,
    `${bold("status")}       ${status(history, trainsWeights(search.setting))}, ${grouped(summary.steps)} of ${grouped(total)} measured`
      + (tau === null ? "" : `, tau ${significant(tau, 3)} on its memory`),
    ...(trainsWeights(search.setting) ? [`${bold("network")}      ${networkText(configuration.training)}`] : []),
    ...summaryText(summary).slice(1),
    "",
    `${bold("loss")}         ${sparkline(steps.map(({ loss }) => loss))}`,
    `${bold("best so far")}  ${sparkline(steps.map(({ best }) => best))}`,
    "",
    ...bestSteps(history, 5),
    ...againText(history)
  ]
}
