import { nasnet } from "../../core/architecture/spaces/nasnet.ts"
import { edgeCount, operationCount } from "../../core/architecture/space.ts"
import type { Samples } from "../../core/estimator/estimator.ts"
import { lstm } from "../../core/estimator/lstm.ts"
import type { LstmKernel } from "../../core/estimator/lstmKernel.ts"
import { plainLstmKernel } from "../../core/estimator/plainLstmKernel.ts"
import { uniforms } from "../../core/random/uniform.ts"
import { paperConfiguration } from "../../core/search/configuration.ts"
import { sha256 } from "../log/sha256.ts"
import { wasmLstmKernel } from "../estimator/wasmLstmKernel.ts"

/** A small fit in the size of the NASNet space. */
const edges = edgeCount(nasnet)
const operations = operationCount(nasnet)
const count = 64
const passes = 10

const samples: Samples = {
  count,
  inputs: uniforms({ seed: 1, stream: "folds", a: 0, b: 0 }, count * edges * operations),
  losses: uniforms({ seed: 1, stream: "folds", a: 1, b: 0 }, count),
  weights: new Float64Array(count).fill(1),
  steps: new Float64Array(count).fill(1)
}

const fit = (kernel: LstmKernel): { readonly weights: Float64Array; readonly seconds: number } => {
  const estimator = lstm({
    environment: { sha256, lstmKernel: kernel }, space: nasnet, edges, operations, seed: 1,
    configuration: paperConfiguration.estimator, lane: 0
  })
  const start = estimator.init()
  estimator.fit(start, samples, 2, null)
  const from = performance.now()
  const { weights } = estimator.fit(start, samples, passes, null).state
  return { weights, seconds: (performance.now() - from) / 1000 }
}

/** Both forms of the estimator's arithmetic must give the same bits; gives how many times as fast the second one is. */
export const compareKernels = (): number => {
  const plain = fit(plainLstmKernel)
  const wasm = fit(wasmLstmKernel())
  if (!plain.weights.every((weight, i) => Object.is(weight, wasm.weights[i]))) {
    throw new Error("the WebAssembly estimator gives other bits than the plain one on this machine: please report it, with `node --version`")
  }
  return plain.seconds / wasm.seconds
}
