import { float64Bytes } from "../codec/float64Array.ts"
import type { Sha256 } from "../environment.ts"
import type { Search } from "./state.ts"

/** Array.prototype.sort without a comparator orders by code unit, in every locale alike. */
const sortedNames = (record: object): readonly string[] => Object.keys(record).toSorted()

/**
 * A digest of what the core has computed: A, the memory, the estimator, all moments, the counters, and the importance of
 * operations where it is in use. The configuration is left out, so that searches which differ in options that have not
 * mattered yet still agree.
 */
export const fingerprint = (sha256: Sha256, search: Search): string => {
  const { architectureParameters, moments, importance, estimator, memory } = search
  const digest = (numbers: Float64Array) => sha256(float64Bytes(numbers))
  return sha256([
    digest(architectureParameters),
    digest(moments.first),
    digest(moments.second),
    digest(Float64Array.of(moments.beta1Power, moments.beta2Power, search.drawn, search.trained, search.measured)),
    memory.digest,
    digest(Float64Array.from(memory.entries, (entry) => entry.distance)),
    ...(importance === null ? [] : [`importance ${digest(importance.mean)} ${importance.count}`]),
    ...sortedNames(estimator).map((name) => {
      const value = estimator[name]!
      return `${name} ${digest(typeof value === "number" ? Float64Array.of(value) : value)}`
    })
  ].join("\n"))
}
