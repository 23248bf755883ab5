import type { Remeasurement } from "../../core/history/history.ts"
import { measure, percent } from "./numbers.ts"
import { table } from "./table.ts"
import { visible } from "./visible.ts"

const finite = (loss: number | null): number | null => (loss !== null && Number.isFinite(loss) ? loss : null)

/** Architectures that were measured again; `recorded` is their loss in their own step, where it is at hand. */
export type Again = Remeasurement & { readonly recorded?: number | null }

/** Architectures that were measured again with the same weights, the best one first, for people. */
export const remeasuredText = (found: readonly Again[]): readonly string[] => [
  `measured again with the weights of checkpoint ${found[0]!.checkpoint.slice(0, 12)}, weight 1 on each chosen operation`,
  "",
  ...table(
    [
      { title: "loss", align: "right" },
      { title: "accuracy", align: "right" },
      { title: "step", align: "right" },
      { title: "loss then", align: "right" },
      { title: "architecture" }
    ],
    found.toSorted((a, b) => (finite(a.loss) ?? Infinity) - (finite(b.loss) ?? Infinity)).map((one) => [
      measure(finite(one.loss)),
      one.accuracy === undefined ? "" : percent(one.accuracy),
      one.step === null ? "derived" : String(one.step),
      one.recorded == null ? "" : measure(one.recorded),
      visible(one.architecture)
    ])
  )
]
