import { writeFileSync } from "node:fs"
import * as Effect from "effect/Effect"
import { lines } from "../../src/effects/plot/lines.ts"
import { installation } from "../../src/effects/trainer/tensorflow/installation.ts"
import { openSession } from "../../src/effects/trainer/tensorflow/session/session.ts"
import { tensorflowEngine } from "../../src/effects/trainer/tensorflow/tensorflowEngine.ts"
import { openWasmEngine } from "../../src/effects/trainer/wasm/wasmEngine.ts"
import { curveNetwork, lossCurve } from "./lossCurves.ts"

/** `node bench/tensorflow/drawLossCurves.ts FILE.svg`: the curves of both engines, and of TensorFlow with one thread, as a picture. */

const [file = "docs/tensorflow-curves.svg"] = process.argv.slice(2)
const found = installation("cpu")
if (typeof found === "string") {
  process.stderr.write(`${found}\n`)
  process.exit(2)
}
const network = await curveNetwork()
const tensorflow = (threads: number) => Effect.scoped(Effect.gen(function*() {
  const session = yield* openSession(found, { device: { type: "cpu" }, threads })
  return yield* lossCurve(yield* tensorflowEngine(session, network))
}))
const embedded = Effect.scoped(Effect.flatMap(openWasmEngine({ ...network, threads: 2 }), lossCurve))

const curves = {
  "embedded engine": await Effect.runPromise(embedded),
  "TensorFlow, two threads": await Effect.runPromise(tensorflow(2)),
  "TensorFlow, one thread": await Effect.runPromise(tensorflow(1))
}
writeFileSync(file, await Effect.runPromise(lines({
  title: "Fifty steps of descent in both engines",
  x: { title: "step" },
  y: { title: "loss of the batch" },
  series: Object.entries(curves).map(([name, losses]) => ({ name, points: losses.map((y, x) => ({ x, y })) }))
})))
