import * as Effect from "effect/Effect"
import { expect, it } from "vitest"
import { curveNetwork, lossCurve } from "../../../../../bench/tensorflow/lossCurves.ts"
import { tensorflowEngine } from "../../../../../src/effects/trainer/tensorflow/tensorflowEngine.ts"
import { openWasmEngine } from "../../../../../src/effects/trainer/wasm/wasmEngine.ts"
import { describeTensorflow, heldSession, onCpu } from "../session/heldSession.ts"

const mean = (losses: readonly number[]): number => losses.reduce((sum, loss) => sum + loss, 0) / losses.length

/** Five steps a line: step, embedded engine / TensorFlow. */
const beside = (ours: readonly number[], theirs: readonly number[]): string =>
  Array.from({ length: 10 }, (_, line) => ours.slice(5 * line, 5 * line + 5).map((loss, i) => {
    const step = 5 * line + i
    return `${step}: ${loss.toFixed(5)} / ${theirs[step]!.toFixed(5)}`
  }).join("  ")).join("\n")

describeTensorflow("fifty steps on digits", () => {
  const session = heldSession()
  const ofOneThread = heldSession({ ...onCpu, threads: 1 })

  // The engines round differently (1e-7), and a value that falls on the other side of a kink of ReLU or of a maximum for it
  // (the black around a digit is full of equal ones) changes the gradient: measured 1e-5 after one step. Each step makes
  // the distance some 1.2 times as large, here up to 0.06 in fifty steps; so it is between TensorFlow with one thread and
  // with two, which is the third curve.
  it("give curves side by side in both engines, and both learn", async () => {
    const network = await curveNetwork()
    const [ours, theirs, others] = await Effect.runPromise(Effect.scoped(Effect.gen(function*() {
      const wasm = yield* openWasmEngine({ ...network, threads: 2 })
      const tensorflow = yield* tensorflowEngine(session(), network)
      const single = yield* tensorflowEngine(ofOneThread(), network)
      return [yield* lossCurve(wasm), yield* lossCurve(tensorflow), yield* lossCurve(single)] as const
    })))
    const table = `step: embedded / TensorFlow\n${beside(ours, theirs)}\n`
    const apart = (a: readonly number[], b: readonly number[]) => a.map((loss, step) => Math.abs(loss - b[step]!))
    expect(ours).toHaveLength(50)
    const [betweenEngines, betweenThreads] = [apart(ours, theirs), apart(others, theirs)]
    expect(betweenEngines[0], table).toBeLessThan(1e-5)
    expect(Math.max(...betweenEngines.slice(0, 10)), table).toBeLessThan(0.01)
    expect(Math.max(...betweenEngines), table).toBeLessThan(0.2)
    expect(mean(betweenEngines), table).toBeLessThan(10 * mean(betweenThreads))
    for (const losses of [ours, theirs]) expect(mean(losses.slice(-10)), table).toBeLessThan(0.95 * mean(losses.slice(0, 10)))
  })
})
