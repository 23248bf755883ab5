import type { Stage } from "./stage.ts"
import type { Normalisation, Unit } from "./unit.ts"

/** A network without its classifier. */
export interface Skeleton {
  readonly stem: Unit
  readonly stages: readonly Stage[]
  /** of the last stage's output, followed by a ReLU; null: neither */
  readonly lastNormalisation: Normalisation | null
}
