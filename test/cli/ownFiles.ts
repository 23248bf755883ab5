import { mkdirSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"

/** Writes files into a folder, by their paths in it. */
export const writeFiles = (folder: string, files: { readonly [path: string]: string }): void => {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
}

/**
 * TypeScript of an estimator that predicts the mean loss, and that loss falls with the weight of the first operation of
 * each edge. What it predicts at a step is what `level` says, an expression of `mean` and `step`.
 */
export const levelEstimator = (level = "mean"): string => `
import type { EstimatorContext } from "pvll/core/estimator/context"
import type { Estimator } from "pvll/core/estimator/estimator"
type Level = { readonly mean: number }
export default ({ edges, operations }: EstimatorContext): Estimator<Level> => ({
  name: "level",
  init: () => ({ mean: 0 }),
  fit: (_, { count, losses }) => ({ state: { mean: losses.reduce((sum, loss) => sum + loss, 0) / Math.max(1, count) }, passes: 1, tau: null }),
  predict: ({ mean }, { steps }) => steps.map((step) => ${level} + 0 * step),
  deviation: null,
  gradient: (_, { count }) => new Float64Array(count * edges * operations).map((_, i) => (i % operations === 0 ? -1 : 0))
})
`
