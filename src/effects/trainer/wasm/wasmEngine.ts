import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import type { Assignment } from "../../../core/search/command.ts"
import { writeBatch } from "../../data/writeBatch.ts"
import { TrainerError } from "../Trainer.ts"
import { builtNetwork } from "../superNetwork/builtNetwork.ts"
import { checkMemory } from "../superNetwork/memoryCheck.ts"
import { mostBatch } from "../network/limits.ts"
import type { NetworkShape } from "../network/networkShape.ts"
import { compile, type Program } from "./program/compile.ts"
import { type MemoryPlan, planMemory } from "./program/memoryPlan.ts"
import { slices } from "./program/slices.ts"
import type { Spawn } from "./runtime/computeTeam.ts"
import { type Engine, openEngine } from "./runtime/engine.ts"
import type { Batch } from "../superNetwork/searchImages.ts"
import type { BatchResult, LoadedNetwork, SuperNetworkEngine } from "../superNetwork/SuperNetworkEngine.ts"
import { keptBytes, weightMemory } from "./weightMemory.ts"

/** The embedded engine with a super-network in its memory. */
export interface WasmEngine extends SuperNetworkEngine {
  readonly plan: MemoryPlan
  readonly engine: Engine
  /** as `load`, without its effect */
  readonly compiled: (assignment: Assignment, purpose: "training" | "evaluation") => CompiledNetwork
}

/** A sub-network as the program that runs it. */
export interface CompiledNetwork extends LoadedNetwork {
  readonly program: Program
}

export interface WasmEngineOptions {
  readonly shape: NetworkShape
  /** images of the largest batch that will be run */
  readonly batch: number
  /** the batch that was asked for, where no set has so many images */
  readonly asked?: number
  readonly threads: number
  readonly spawn?: Spawn | undefined
}

/** The sums of all slices, in their order. */
const readResult = (sums: Float64Array, program: Program, arenaBytes: number, images: number): BatchResult => {
  let loss = 0
  let right = 0
  for (let slice = 0; slice < slices; slice++) {
    const at = (program.losses + slice * arenaBytes) / 8
    loss += sums[at]!
    right += sums[at + 1]!
  }
  return { images, loss, right }
}

/** Builds the network, plans its memory, checks that the machine has it, and opens an engine for it. Weights are 0. */
export const openWasmEngine = Effect.fnUntraced(function*(
  { shape, batch, asked = batch, threads, spawn }: WasmEngineOptions
): Effect.fn.Return<WasmEngine, TrainerError, Scope.Scope> {
  const network = yield* builtNetwork(shape)
  if (batch > mostBatch) {
    return yield* new TrainerError({
      message: `a batch of ${batch} images is larger than the ${mostBatch} that the embedded engine takes: choose a smaller --batch`
    })
  }
  const plan = planMemory(network, { batch, threads })
  const bytesWithBatch = (images: number): number => planMemory(network, { batch: images, threads }).bytes
  yield* checkMemory({
    bytes: plan.bytes, outside: keptBytes(plan), batch, asked, channels: shape.channels, layers: shape.layers, bytesWithBatch,
    // Its addresses have 32 bits.
    addressable: { by: "WebAssembly", bytes: 2 ** 32 }
  })
  const engine = yield* openEngine({ bytes: plan.bytes, threads, ...(spawn === undefined ? {} : { spawn }) })
  const { buffer } = engine.memory
  const pixels = new Float32Array(buffer, plan.images.address, batch * plan.images.stride / 4)
  const labels = new Int32Array(buffer, plan.labels, batch)
  const words = new Int32Array(buffer, plan.program.address, plan.program.bytes / 4)
  const sums = new Float64Array(buffer)

  const compiled: WasmEngine["compiled"] = ({ architecture, weights, training, learningRate }, purpose) => {
    const { momentum, weightDecay, gradientClip, validationStatistics } = training
    const running = validationStatistics === "running"
    const program = compile(network, plan, architecture, weights, purpose === "training"
      ? { training: { learningRate, momentum, weightDecay, gradientClip, running } }
      : { training: null, running })
    words.set(program.words)
    return { program, run: (batch) => run(program, batch) }
  }
  const run = (program: Program, { source, images, augmentations }: Batch): Effect.Effect<BatchResult, TrainerError> =>
    Effect.suspend(() => {
      writeBatch(source, images, augmentations, pixels, labels)
      const { program: { address }, arenaBytes, scratch, scratchBytes } = plan
      return engine.run({
        program: address, records: program.records, batch: images.length, arenaBytes, scratch, scratchBytes
      })
    }).pipe(Effect.map(() => readResult(sums, program, plan.arenaBytes, images.length)))
  return {
    network, plan, engine, threads, weights: weightMemory(network, plan, buffer), compiled,
    load: (assignment, purpose) => Effect.sync(() => compiled(assignment, purpose))
  }
})
