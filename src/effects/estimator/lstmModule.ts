import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { heads, headSlope, headValue } from "../../core/estimator/lstmHead.ts"

/** An exported number of a WebAssembly module. */
interface Global {
  value: number
}

/** What `assembly/lstm.ts` exports. Its globals are addresses in bytes, good until the next `layOut`. */
export interface LstmModule {
  readonly memory: { readonly buffer: ArrayBuffer }
  readonly parameters: Global
  readonly firstMoment: Global
  readonly secondMoment: Global
  readonly inputs: Global
  readonly losses: Global
  readonly lossWeights: Global
  readonly predictions: Global
  readonly order: Global
  /** not addresses: Adam's running products */
  readonly beta1Power: Global
  readonly beta2Power: Global
  /** gives 0 where the memory cannot grow far enough */
  layOut(edges: number, operations: number, hidden: number, head: number, count: number): number
  arrangeTiles(): void
  predict(count: number): void
  gradientOfInputs(count: number): void
  pass(count: number, batch: number, learningRate: number, beta1: number, beta2: number, weightDecay: number): void
}

/** The part of the WebAssembly interface that is used here; TypeScript has it only among the types of a browser. */
declare const WebAssembly: {
  readonly Module: new(bytes: Uint8Array) => object
  readonly Instance: new(module: object, imports: object) => { readonly exports: unknown }
}

/**
 * The compiled estimator is missing or the memory for it is. `message` is one sentence and says what to do. A plain error:
 * it is thrown in the middle of a computation, and threads that compute do without the rest of Effect.
 */
export class LstmModuleError extends Error {
  readonly _tag = "LstmModuleError"

  constructor({ message }: { readonly message: string }) {
    super(message)
    this.name = "LstmModuleError"
  }
}

// The same two steps up from src/effects/estimator and from dist/effects/estimator.
const file = new URL("../../../wasm/lstm.wasm", import.meta.url)

const readModule = (): Uint8Array => {
  try {
    return readFileSync(file)
  } catch {
    throw new LstmModuleError({ message: `${fileURLToPath(file)} cannot be read: run npm run build to make it` })
  }
}

/** A fresh instance with a memory of its own, ready within a few milliseconds. */
export const loadLstmModule = (): LstmModule => {
  const imports = {
    head: {
      value: (head: number, x: number) => headValue(heads[head], x),
      slope: (head: number, x: number) => headSlope(heads[head], x)
    }
  }
  return new WebAssembly.Instance(new WebAssembly.Module(readModule()), imports).exports as LstmModule
}
