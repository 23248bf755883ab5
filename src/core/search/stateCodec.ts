import * as t from "io-ts"
import { Natural, PositiveInteger } from "../codec/finite.ts"
import { Float64Base64 } from "../codec/float64Array.ts"
import { Configured, Learned } from "./event.ts"
import type { Search } from "./state.ts"

/**
 * A search's state as plain JSON and back, every number with its own bits: for snapshots, which only save time.
 * Numbers that need not be finite (a diverged estimator) travel in base64.
 */

const OpenSample = t.strict({
  step: PositiveInteger,
  attempt: Natural,
  architecture: t.readonlyArray(Natural),
  weights: Float64Base64
})

const Outcome = t.strict({
  step: PositiveInteger,
  architecture: t.readonlyArray(Natural),
  loss: t.union([Float64Base64, t.null])
})

const Stored = t.strict({
  setting: Configured,
  architectureParameters: Float64Base64,
  moments: t.strict({ first: Float64Base64, second: Float64Base64, betaPowers: Float64Base64 }),
  importance: t.union([t.strict({ mean: Float64Base64, count: Natural }), t.null]),
  estimator: t.record(t.string, t.union([Float64Base64, t.strict({ number: Float64Base64 })])),
  memory: t.strict({
    digest: t.string,
    entries: t.readonlyArray(t.strict({ step: PositiveInteger, weights: Float64Base64, lossAndDistance: Float64Base64 }))
  }),
  open: t.readonlyArray(OpenSample),
  drawn: Natural,
  trained: Natural,
  measured: Natural,
  outcomes: t.readonlyArray(Outcome),
  stagnation: Natural,
  seen: t.readonlyArray(t.string),
  owed: t.union([Learned, t.null])
}, "Search")

const mapRecord = <A, B>(record: { readonly [name: string]: A }, f: (a: A) => B): Record<string, B> =>
  Object.fromEntries(Object.entries(record).map(([name, a]) => [name, f(a)]))

const toStored = (search: Search): t.TypeOf<typeof Stored> => ({
  ...search,
  moments: {
    first: search.moments.first,
    second: search.moments.second,
    betaPowers: Float64Array.of(search.moments.beta1Power, search.moments.beta2Power)
  },
  estimator: mapRecord(search.estimator, (value) => typeof value === "number" ? { number: Float64Array.of(value) } : value),
  memory: {
    digest: search.memory.digest,
    entries: search.memory.entries.map(({ step, weights, loss, distance }) =>
      ({ step, weights, lossAndDistance: Float64Array.of(loss, distance) }))
  },
  open: [...search.open.values()],
  outcomes: search.outcomes.map((outcome) =>
    ({ ...outcome, loss: outcome.loss === null ? null : Float64Array.of(outcome.loss) })),
  seen: [...search.seen]
})

const fromStored = (stored: t.TypeOf<typeof Stored>): Search => ({
  ...stored,
  moments: {
    first: stored.moments.first,
    second: stored.moments.second,
    beta1Power: stored.moments.betaPowers[0]!,
    beta2Power: stored.moments.betaPowers[1]!
  },
  estimator: mapRecord(stored.estimator, (value) => value instanceof Float64Array ? value : value.number[0]!),
  memory: {
    digest: stored.memory.digest,
    entries: stored.memory.entries.map(({ step, weights, lossAndDistance }) =>
      ({ step, weights, loss: lossAndDistance[0]!, distance: lossAndDistance[1]! }))
  },
  outcomes: stored.outcomes.map((outcome) => ({ ...outcome, loss: outcome.loss?.[0] ?? null })),
  open: new Map(stored.open.map((sample) => [sample.step, sample])),
  seen: new Set(stored.seen)
})

export const encodeState = (search: Search): unknown => Stored.encode(toStored(search))

/** The state, or null where the JSON is not one that `encodeState` wrote. */
export const decodeState = (json: unknown): Search | null => {
  const decoded = Stored.decode(json)
  return decoded._tag === "Right" ? fromStored(decoded.right) : null
}
