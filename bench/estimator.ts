import { nasnet } from "../src/core/architecture/spaces/nasnet.ts"
import { edgeCount, operationCount } from "../src/core/architecture/space.ts"
import type { Samples } from "../src/core/estimator/estimator.ts"
import { lstm } from "../src/core/estimator/lstm.ts"
import type { LstmKernel } from "../src/core/estimator/lstmKernel.ts"
import { plainLstmKernel } from "../src/core/estimator/plainLstmKernel.ts"
import { uniforms } from "../src/core/random/uniform.ts"
import { paperConfiguration } from "../src/core/search/configuration.ts"
import { wasmLstmKernel } from "../src/effects/estimator/wasmLstmKernel.ts"
import { sha256 } from "../src/effects/log/sha256.ts"
import { type BenchDocument, median } from "./document.ts"
import { startPeer } from "./peers/peerProcess.ts"

const configuration = paperConfiguration.estimator
const { hidden, batch } = configuration
const shape = { edges: edgeCount(nasnet), operations: operationCount(nasnet) }
const passes = 500
const count = 100

/** Random inputs and losses: the work does not depend on what they are. */
const randomSamples = (): Samples => {
  const size = shape.edges * shape.operations
  const numbers = uniforms({ seed: 1, stream: "split", a: 0, b: 0 }, count * (size + 1))
  return {
    count,
    inputs: numbers.slice(0, count * size),
    losses: numbers.slice(count * size).map((u) => 0.5 + u),
    weights: new Float64Array(count).fill(1),
    steps: new Float64Array(count).fill(1)
  }
}

interface System {
  readonly name: string
  /** measured in this many rounds */
  readonly rounds: number
  /** seconds of one fit from fresh weights */
  fit(passes: number): Promise<number>
}

const ourSystem = (kernel: LstmKernel, samples: Samples, rounds: number): System => {
  const psi = lstm({
    environment: { sha256, lstmKernel: kernel }, space: nasnet, ...shape, seed: 1, configuration, lane: 0
  })
  return {
    name: `pvll ${kernel.name}`,
    rounds,
    fit: async (passes) => {
      const start = performance.now()
      psi.fit(psi.init(), samples, passes, null)
      return (performance.now() - start) / 1000
    }
  }
}

/** PyTorch as it comes (float32), and at the precision of ours. */
const peers = [["pytorch lstm", "float32"], ["pytorch lstm float64", "float64"]] as const

/** 500 passes over 100 samples of 28 x 8, mini-batch 64: the fit after the paper's warm-up population. */
export const estimator = async ({ quick }: { readonly quick: boolean }): Promise<BenchDocument> => {
  const samples = randomSamples()
  const rounds = quick ? 3 : 9
  const peer = await startPeer("lstm.py", {
    ...shape, hidden, count, batch, inputs: [...samples.inputs], losses: [...samples.losses]
  })
  const systems: readonly System[] = [
    ourSystem(wasmLstmKernel(), samples, rounds),
    ...(peer === null ? [] : peers.map(([name, dtype]) => ({
      name,
      rounds,
      fit: async (passes: number): Promise<number> => (await peer.ask({ dtype, passes })).seconds
    }))),
    ourSystem(plainLstmKernel, samples, quick ? 1 : 3)
  ]

  const seconds = new Map(systems.map((system) => [system.name, [] as number[]]))
  for (const system of systems) await system.fit(passes / 10)
  for (let round = 0; round < rounds; round++) {
    for (const system of systems) {
      if (round < system.rounds) seconds.get(system.name)!.push(await system.fit(passes))
    }
  }
  peer?.close()

  const rows = systems.map(({ name }) => {
    const runs = seconds.get(name)!
    return { case: "fit", system: name, median: median(runs), unit: "s", runs: runs.length }
  })
  const [ours, ...others] = rows
  return {
    name: "estimator",
    rows,
    ratios: others.map((other) => ({
      case: "fit", ours: ours!.system, peer: other.system, ratio: ours!.median / other.median
    })),
    missing: peer === null ? peers.map(([name]) => name) : []
  }
}
