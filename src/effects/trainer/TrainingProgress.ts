import * as Context from "effect/Context"

/** Where a trainer is within a training or a measurement. */
export interface TrainingPosition {
  readonly doing: "training" | "validation" | "test"
  /** images so far, of how many */
  readonly images: number
  readonly of: number
  /** mean loss over these images */
  readonly loss: number
}

/** Told after every batch. */
export class TrainingProgress extends Context.Reference<{
  readonly report: (position: TrainingPosition) => void
}>("pvll/effects/trainer/TrainingProgress", {
  defaultValue: () => ({ report: () => {} })
}) {}
