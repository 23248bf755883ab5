import type { Architecture } from "../../../../core/architecture/architecture.ts"
import type { MapShape } from "../../network/featureMap.ts"
import type { Network } from "../../network/network.ts"
import type { Unit } from "../../network/unit.ts"
import type { UnitPlace } from "./edgePlace.ts"
import type { MapPlace } from "./mapPlace.ts"
import type { MemoryPlan } from "./memoryPlan.ts"
import type { GradientMap, Schedule } from "./schedule.ts"

/** One step of SGD. */
export interface TrainingStep {
  readonly learningRate: number
  readonly momentum: number
  readonly weightDecay: number
  /** the largest norm that the gradient of all sampled parameters may have */
  readonly gradientClip: number
  /** whether the running statistics of what runs move */
  readonly running: boolean
}

/** What a program is for: a step of training, or a forward pass with or without running statistics. */
export type Mode =
  | { readonly training: TrainingStep }
  /** `running`: running statistics are used, in place of the batch's own */
  | { readonly training: null; readonly running: boolean }

/** What the two passes are laid out from, and the schedule that they add to. */
export interface Pass {
  readonly network: Network
  readonly plan: MemoryPlan
  readonly architecture: Architecture
  /** `[E, K]` */
  readonly softWeights: Float64Array
  readonly mode: Mode
  readonly schedule: Schedule
}

/** A map as its readers find it: they read affine(raw map). */
export interface FeatureMap {
  readonly shape: MapShape
  readonly place: MapPlace
  /** slice address */
  readonly affine: number
  /** the first phase that may read it */
  readonly ready: number
  /** the unit whose normalisation the affine is; null: the affine changes nothing */
  readonly normalisedBy: AppliedUnit | null
  /** null: the images need none */
  readonly gradient: GradientMap | null
}

/** A unit that runs. */
export interface AppliedUnit {
  readonly unit: Unit
  readonly place: UnitPlace
  readonly input: FeatureMap
  /** what its output is multiplied by: the soft weight where it is the last unit of an operation */
  readonly scale: number
  /** the first phase after its normalisation's sums */
  readonly ready: number
}

/** An operation that runs on an edge: a chain of units, or with none of them the input itself. */
export interface AppliedEdge {
  readonly from: number
  readonly to: number
  readonly scale: number
  readonly input: FeatureMap
  readonly units: readonly AppliedUnit[]
}

/** A stage that runs. */
export interface AppliedStage {
  readonly states: readonly FeatureMap[]
  readonly preprocess: readonly (AppliedUnit | null)[]
  readonly nodes: readonly FeatureMap[]
  readonly edges: readonly AppliedEdge[]
  readonly output: FeatureMap
}
