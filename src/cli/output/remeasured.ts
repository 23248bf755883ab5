import type { Remeasurement } from "../../core/history/history.ts"
import { good } from "./style.ts"
import { measure, percent } from "./numbers.ts"
import { table } from "./table.ts"
import { visible } from "./visible.ts"

const finite = (loss: number | null): number | null => (loss !== null && Number.isFinite(loss) ? loss : null)

/** Architectures that were measured again; `recorded` is their loss in their own step, where it is at hand. */
export type Again = Remeasurement & { readonly recorded?: number | null }

/** Which one is best, and where the derived one stands. */
const verdict = (sorted: readonly Again[]): string => {
  const derived = sorted.findIndex(({ step }) => step === null)
  if (derived === 0) return good("the derived architecture is the best of these under the same weights")
  const best = `step ${sorted[0]!.step} is the best of these under the same weights`
  return derived < 0 ? best : `${best}; the derived architecture, which was never trained as it is, comes in place ${derived + 1} of ${sorted.length}`
}

/** Architectures that were measured again with the same weights, the best one first, for people. */
export const remeasuredText = (found: readonly Again[]): readonly string[] => {
  const sorted = found.toSorted((a, b) => (finite(a.loss) ?? Infinity) - (finite(b.loss) ?? Infinity))
  return [
  `measured again with the weights of checkpoint ${found[0]!.checkpoint.slice(0, 12)}, weight 1 on each chosen operation`,
  "",
  ...table(
    [
      { title: "loss", align: "right" },
      { title: "accuracy", align: "right" },
      { title: "step", align: "right" },
      { title: "loss then", align: "right" },
      { title: "architecture", cut: true }
    ],
    sorted.map((one) => [
      measure(finite(one.loss)),
      one.accuracy === undefined ? "" : percent(one.accuracy),
      one.step === null ? "derived" : String(one.step),
      one.recorded == null ? "" : measure(one.recorded),
      visible(one.architecture)
    ])
  ),
  "",
  verdict(sorted)
  ]
}
