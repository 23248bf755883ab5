import fc from "fast-check"
import { allowedOperations, edgeCount, operationCount } from "../../../../../src/core/architecture/space.ts"
import type { Space } from "../../../../../src/core/architecture/space.ts"
import { compile } from "../../../../../src/effects/trainer/wasm/program/compile.ts"
import type { Program } from "../../../../../src/effects/trainer/wasm/program/compile.ts"
import type { MemoryPlan } from "../../../../../src/effects/trainer/wasm/program/memoryPlan.ts"
import type { Mode } from "../../../../../src/effects/trainer/wasm/program/pass.ts"
import type { Network } from "../../../../../src/effects/trainer/network/network.ts"

export const training: Mode = {
  training: { learningRate: 0.025, momentum: 0.9, weightDecay: 3e-4, gradientClip: 5, running: true }
}

export const evaluation = (running: boolean): Mode => ({ training: null, running })

/** One operation on every edge that may have it, the first one it may have on the others. */
export const everywhere = (space: Space, operation: string): readonly number[] => {
  const k = space.operations.indexOf(operation)
  return allowedOperations(space).map((allowed) => (allowed.includes(k) ? k : allowed[0]))
}

/** Any architecture of a space. */
export const anyArchitecture = (space: Space): fc.Arbitrary<readonly number[]> =>
  fc.tuple(...allowedOperations(space).map((allowed) => fc.constantFrom(...allowed)))

/** A program where all soft weights are one half. */
export const programOf = (
  network: Network, plan: MemoryPlan, architecture: readonly number[], mode: Mode = training
): Program => {
  const { space } = network.shape
  return compile(network, plan, architecture, new Float64Array(edgeCount(space) * operationCount(space)).fill(0.5), mode)
}
