import * as Effect from "effect/Effect"
import { encodeSavedModel } from "../../src/effects/trainer/tensorflow/graph/savedModel.ts"
import { tensorflowEngine } from "../../src/effects/trainer/tensorflow/tensorflowEngine.ts"
import { type BenchRow, median } from "../document.ts"
import { mix } from "../engine/architectures.ts"
import { assignmentOf, randomBatch } from "../engine/ours.ts"
import { row } from "../engine/rows.ts"
import { work } from "../engine/work.ts"
import { relusGraph } from "./emptyGraphs.ts"
import { stepNodes } from "./graphSize.ts"
import { processorSession } from "./ours.ts"
import type { TfjsPlain } from "./tfjsPlain.ts"

/**
 * The super-network of the work with next to no arithmetic: four channels, and maps of 4 x 4 pixels that end as one. Its
 * graph has as many operations, so that a step of it takes on the host what one of the work does; and what the
 * processor's kernels do before they compute is in it too.
 */
const empty = { ...work, channels: 4, image: { channels: 3, height: 4, width: 4 }, batch: 1 } as const

const relus = 2000

interface HostWork {
  /** nodes of the graph that run in a step */
  readonly nodes: number
  /** seconds of an empty step, the request to TensorFlow's process and its answer among them */
  readonly step: readonly number[]
  /** seconds of `relus` smallest operations */
  readonly relus: readonly number[]
}

const repeated = Effect.fnUntraced(function*<A, E>(what: Effect.Effect<A, E>, runs: number) {
  const seconds: number[] = []
  // The first runs set up what all others use.
  for (let run = -5; run < runs; run++) {
    const start = performance.now()
    yield* what
    if (run >= 0) seconds.push((performance.now() - start) / 1000)
  }
  return seconds
})

const inSession = Effect.fnUntraced(function*(threads: number, runs: number) {
  const session = yield* processorSession(threads)
  yield* session.ask({ type: "load", model: encodeSavedModel(relusGraph(relus)) })
  const one = { name: "one", shape: [1], values: new Int32Array(1) }
  const ofRelus = yield* repeated(session.ask({ type: "run", feeds: [one], output: "last" }), runs)
  const engine = yield* tensorflowEngine(session, { shape: empty, batch: empty.batch }, threads)
  yield* engine.weights.reset(1)
  const draw = mix()
  const { run } = yield* engine.load(assignmentOf(draw), "training")
  const batch = randomBatch(empty)
  const step = yield* repeated(Effect.suspend(() => run(batch, null)), runs)
  return { nodes: stepNodes(engine.network, draw.architecture), step, relus: ofRelus } satisfies HostWork
})

/** The host's part of a step, in percent, where a device computes `faster` times as fast as this processor; seconds. */
export const hostShare = (host: number, computing: number, faster: number): number =>
  100 * host / (host + computing / faster)

/**
 * What of a step of mix is work on the host. A node of our graph costs what a smallest operation does in the session; by
 * `tfjs eager` each is handed to TensorFlow by itself, by the package's shortest way. The empty step is what the host's
 * part is at most: the set-up of the processor's own kernels is most of it. `stepSeconds`: of our step of mix here.
 */
export const hostRows = async (
  threads: number, plain: TfjsPlain, stepSeconds: number, quick: boolean
): Promise<readonly BenchRow[]> => {
  const runs = quick ? 20 : 100
  const session = await Effect.runPromise(Effect.scoped(inSession(threads, runs)))
  const eager = await Effect.runPromise(repeated(Effect.promise(() => plain.eager(relus)), runs))
  const { nodes } = session
  const emptyStep = median(session.step)
  const steps = [
    ["pvll tensorflow", nodes * median(session.relus) / relus],
    ["tfjs eager", nodes * median(eager) / relus],
    ["pvll tensorflow, empty step", emptyStep]
  ] as const
  return [
    { case: "host/nodes", system: "pvll tensorflow", median: nodes, unit: "nodes a step", runs: 1 },
    row("host/operation", "pvll tensorflow", session.relus, "µs", 1e6 / relus),
    row("host/operation", "tfjs eager", eager, "µs", 1e6 / relus),
    ...steps.map(([system, seconds]): BenchRow =>
      ({ case: "host/step", system, median: 1000 * seconds, unit: "ms", runs })),
    ...[10, 100].flatMap((faster) => steps.map(([system, seconds]): BenchRow => ({
      case: `host/share at ${faster}x`, system, unit: "% of a step", runs,
      median: hostShare(seconds, Math.max(0, stepSeconds - emptyStep), faster)
    })))
  ]
}
