import type { ListedRun } from "../../effects/search/readRuns.ts"
import { pastable } from "./invocation.ts"
import { measure } from "./numbers.ts"
import { table } from "./table.ts"
import { visible } from "./visible.ts"

const isOwn = (value: unknown): value is { readonly file: string; readonly digest: string } =>
  typeof value === "object" && value !== null && "file" in value && "digest" in value

const optionText = ([path, value]: readonly [string, unknown]): string =>
  `${path}=${isOwn(value) ? `${value.file}#${value.digest.slice(0, 8)}` : JSON.stringify(value)}`

const shownOptions = 3

/** Options that not all runs share: what tells them apart. */
const telling = (runs: readonly ListedRun[]): ReadonlySet<string> => {
  const paths = new Set(runs.flatMap(({ options }) => Object.keys(options)))
  return new Set([...paths].filter((path) => new Set(runs.map(({ options }) => JSON.stringify(options[path]))).size > 1))
}

/** Who measured, as far as it tells the runs apart: by name, or by version where runs of one name have several. */
const trainerOption = (run: ListedRun, runs: readonly ListedRun[]): readonly string[] => {
  const trainers = runs.flatMap(({ trainer }) => trainer ?? [])
  if (run.trainer === null || new Set(trainers.map(({ name, version }) => `${name} ${version}`)).size < 2) return []
  const { name, version } = run.trainer
  const isOneOfSeveral = trainers.some((other) => other.name === name && other.version !== version)
  return [`trainer=${isOneOfSeveral ? `${name} ${version}` : name}`]
}

/** Runs in a table, for people. */
export const runsText = (folder: string, runs: readonly ListedRun[]): readonly string[] => {
  if (runs.length === 0) return [pastable(`no runs in ${folder} yet; \`pvll search\` makes one`)]
  const paths = telling(runs)
  return table(
    [{ title: "run" }, { title: "state" }, { title: "steps", align: "right" }, { title: "best", align: "right" }, { title: "data" },
      { title: "seed", align: "right" }, { title: "fork of" }, { title: "differs in" }],
    runs.map((run) => {
      const differing = [
        ...trainerOption(run, runs),
        ...Object.entries(run.options).filter(([path]) => paths.has(path)).map(optionText)
      ]
      const more = differing.length - shownOptions
      return [
        visible(run.name),
        run.state,
        String(run.steps),
        run.best === null ? "" : measure(run.best.loss),
        visible(run.data ?? ""),
        run.seed === null ? "" : String(run.seed),
        run.forkOf === null ? "" : `${visible(run.forkOf.name)} at ${run.forkOf.step}`,
        visible(differing.slice(0, shownOptions).join(" ")) + (more > 0 ? ` and ${more} more` : "")
      ]
    })
  )
}
