import { edgeCount, operationCount } from "../architecture/space.ts"
import type { Environment } from "../environment.ts"
import { estimatorFor } from "../estimator/registry.ts"
import { normals } from "../random/normal.ts"
import { emptyMemory } from "./memory.ts"
import type { ArchitectureMoments, Search, Setting } from "./state.ts"

export const noMoments = (size: number): ArchitectureMoments => ({
  first: new Float64Array(size),
  second: new Float64Array(size),
  beta1Power: 1,
  beta2Power: 1
})

/** The state after `configured`: A near zero, an estimator without experience, an empty memory. */
export const begin = (environment: Environment, setting: Setting): Search => {
  const { space, seed, configuration } = setting
  const size = edgeCount(space) * operationCount(space)
  const scale = configuration.initialScale
  return {
    setting,
    architectureParameters: normals({ seed, stream: "architecture-initialisation", a: 0, b: 0 }, size).map((x) => scale * x),
    moments: noMoments(size),
    importance: null,
    estimator: estimatorFor(environment, space, seed, configuration.estimator).init(),
    memory: emptyMemory,
    open: new Map(),
    drawn: 0,
    trained: 0,
    measured: 0,
    outcomes: [],
    stagnation: 0,
    seen: new Set(),
    owed: null
  }
}
