import * as t from "io-ts"
import { CheckedSpace } from "../architecture/checkedSpace.ts"
import { Finite, Natural, NotFinite, PositiveInteger } from "../codec/finite.ts"
import { Float64Base64 } from "../codec/float64Array.ts"
import { Configuration } from "./configuration.ts"
import { ConfigurationChanges } from "./configurationChanges.ts"

/**
 * What a log may say. Facts feed the fold; lifecycle events tell what happened around them and never do.
 * `docs/event-log.md` is the reader's form of this file.
 */

const optional = <P extends t.Props, Q extends t.Props>(required: P, others: Q) =>
  t.exact(t.intersection([t.type(required), t.partial(others)]))

/** Where the measurements come from: never a path. `digest` is the SHA-256 of the data itself. */
export const DataIdentity = t.strict({ name: t.string, measure: t.string, digest: t.string })
export type DataIdentity = t.TypeOf<typeof DataIdentity>

/** Who measures. `version` is raised when its bits change. */
export const TrainerIdentity = t.strict({ name: t.string, version: t.string, deterministic: t.boolean })
export type TrainerIdentity = t.TypeOf<typeof TrainerIdentity>

/** With this and the data, the search can be started again. */
export const Configured = t.strict({
  configuration: Configuration,
  space: CheckedSpace,
  seed: Natural,
  data: DataIdentity,
  trainer: TrainerIdentity,
  /** version of the core's arithmetic */
  core: PositiveInteger
})

/** What the core computed from the outcome of `step`: how the fit went, and a digest of the state after it. */
export const Learned = t.strict({
  step: PositiveInteger,
  fingerprint: t.string,
  passes: Natural,
  tau: t.union([Finite, t.null])
})

const facts = {
  /** always the first event */
  configured: Configured,
  /** Architecture `step` (1, 2, ...) was drawn: the choice for people, the soft weights H `[E, K]` for the fold. */
  sampled: t.strict({
    step: PositiveInteger,
    phase: t.keyof({ "warm-up": null, search: null }),
    /** which draw of this step it was: 0 unless earlier ones were repeats */
    attempt: Natural,
    architecture: t.string,
    weights: Float64Base64
  }),
  /** The first warm-up pass trained architecture `step` without measuring it. */
  trained: t.strict({ step: PositiveInteger }),
  measured: optional({ step: PositiveInteger, loss: Finite }, { accuracy: Finite }),
  /** The loss was not a number: the search goes on, nothing is learned from it. */
  diverged: t.strict({ step: PositiveInteger, loss: NotFinite }),
  /** The trainer could not measure this architecture. */
  failed: t.strict({ step: PositiveInteger, reason: t.string }),
  /** ends each step */
  learned: Learned,
  /**
   * The weights of the checkpoint measured this architecture again, so that its loss can be compared with those of the
   * other `remeasured` of that checkpoint. `step` is the measured step it comes from; null: it is the derived one.
   */
  remeasured: optional({
    step: t.union([PositiveInteger, t.null]), architecture: t.string, loss: t.union([Finite, NotFinite]), checkpoint: t.string
  }, { accuracy: Finite }),
  /** From here on the search runs under other options. */
  reconfigured: optional({ configuration: ConfigurationChanges }, { trainer: TrainerIdentity, core: PositiveInteger })
}

/** A process works on the log; `threads` where its trainer computes with some (the results do not depend on them). */
const work = optional({ program: t.string, runtime: t.string, kernel: t.string }, { threads: PositiveInteger })

const lifecycle = {
  started: work,
  resumed: work,
  /** This log shares its lines so far with a parent: the parent's last shared id, and the measured steps kept. */
  forked: t.strict({ parent: t.string, name: t.string, step: Natural }),
  /** The weights after `trainings` trainings stand in `checkpoints/` under this SHA-256. */
  saved: t.strict({ trainings: Natural, checkpoint: t.string }),
  /** Checkpoints that were removed to free space. */
  pruned: t.strict({ checkpoints: t.readonlyArray(t.string) }),
  /** After `steps` measured steps the super-network tested the best one so far, `step`, on test images: never searched on. */
  tested: t.strict({ step: PositiveInteger, steps: Natural, loss: t.union([Finite, NotFinite]), accuracy: Finite, images: PositiveInteger }),
  stopped: optional({ reason: t.keyof({ finished: null, "best-reached": null, interrupted: null, "time-limit": null, failed: null }) }, { message: t.string, seconds: Finite })
}

type Facts = { [T in keyof typeof facts]: { readonly type: T; readonly data: t.TypeOf<(typeof facts)[T]> } }
type Lifecycles = { [T in keyof typeof lifecycle]: { readonly type: T; readonly data: t.TypeOf<(typeof lifecycle)[T]> } }

export type Fact = Facts[keyof Facts]
export type Lifecycle = Lifecycles[keyof Lifecycles]
export type Event = Fact | Lifecycle
export type EventType = Event["type"]
export type FactOf<T extends keyof Facts> = Facts[T]
export type DataOf<T extends keyof Facts> = Facts[T]["data"]

export type LifecycleDataOf<T extends keyof Lifecycles> = Lifecycles[T]["data"]

/** The codec of `data` for each type of event. */
export const eventCodecs: { readonly [T in EventType]: t.Type<any, unknown> } = { ...facts, ...lifecycle }

export const isEventType = (type: string): type is EventType => Object.hasOwn(eventCodecs, type)

export const isFact = (event: Event): event is Fact => Object.hasOwn(facts, event.type)

/** `data` as it stands in a log: plain JSON. */
export const encodeData = (event: Event): unknown => eventCodecs[event.type].encode(event.data)
