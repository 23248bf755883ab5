import type { BenchDocument, BenchRow } from "./document.ts"
import { allSeparable, draws, mix } from "./engine/architectures.ts"
import { ourMemory, theirMemory } from "./engine/memory.ts"
import { ours as embedded } from "./engine/ours.ts"
import { pytorch } from "./engine/pytorch.ts"
import { meanRatios, ratiosTo, timesOf } from "./engine/rows.ts"
import { inTurn, type System } from "./engine/system.ts"
import { warmUp, warnOfLoad } from "./engine/warmUp.ts"
import { handOverRows } from "./tensorflow/handOver.ts"
import { hostRows } from "./tensorflow/hostWork.ts"
import { installed, ours } from "./tensorflow/ours.ts"
import { checkSameWork } from "./tensorflow/sameWork.ts"
import { tfjsPlain } from "./tensorflow/tfjsPlain.ts"

const threads = 2

/** The memory of TensorFlow's process, which ours started, is known there alone. */
const seesMemory = process.platform === "linux"

/** Cases in which the ratio to another system says something: all but differences and shares. */
const compared = /^(?:step\/|validation|memory|host\/operation)/u

/** Seconds from an assignment of a new architecture to its first batch, less a usual batch of it. */
const load = async (system: System, draw: ReturnType<typeof mix>): Promise<number> => {
  const first = await system.train(draw)
  return first - Math.min(await system.train(draw), await system.train(draw))
}

interface Case {
  readonly name: string
  readonly of: readonly System[]
  readonly most: number
  /** after so many of which no further round begins: a busy machine ends in time too, with fewer rounds */
  readonly seconds: number
  readonly before?: (system: System) => Promise<number>
  readonly work: (system: System, round: number) => Promise<number>
}

/**
 * The step of `bench/engine.ts` by TensorFlow: ours, which runs the graph of a sampled architecture in a session; the
 * embedded engine; and the same step in plain operations of the package (`tfjs plain`), which is first checked to have
 * the same losses from the same weights. `step/draws`: new draws of Eq. 4, so that loading each one is part of it;
 * `load`: that alone. `validation`: a forward pass of mix by running statistics. `memory`: the peak of the processes
 * that train three steps of sep3 (`--quick`: one). `host`: the host's work for a step (`hostWork.ts`). `hand-over`: of
 * a batch (`handOver.ts`).
 */
export const tensorflow = async ({ quick }: { readonly quick: boolean }): Promise<BenchDocument> => {
  installed()
  warnOfLoad()
  const most = quick ? 1 : 9

  const [torch, plain, mine] = await Promise.all([
    pytorch("channels_last", threads), tfjsPlain(threads), ours(threads)
  ])
  const peers = [plain, ...(torch === null ? [] : [torch])]
  const [memoryRuns, memorySteps] = quick ? [1, 1] : [3, 3]
  const memory = [
    ...(seesMemory ? [ourMemory(mine.name, "tensorflow", threads, memoryRuns, memorySteps)] : []),
    ourMemory("pvll", "wasm", threads, memoryRuns, memorySteps),
    ...await theirMemory(peers, memorySteps)
  ]
  await checkSameWork(mine, plain, quick ? 1 : 2)

  const own = [mine, await embedded(threads)]
  const systems = [...own, ...peers]
  // The plain operations are warm by then; a step of theirs takes as long as ten of the others.
  const quickest = systems.filter((system) => system !== plain)
  if (!quick) await warmUp(quickest, [4, 0])
  const mixed = mix()
  const drawn = draws(quick ? 2 : 20)
  const fresh = drawn.slice(0, quick ? 1 : 12)
  const toLoad = drawn.slice(fresh.length)
  const cases: readonly Case[] = [
    {
      name: "step/mix", of: systems, most, seconds: 50,
      before: (system) => system.train(mixed), work: (system) => system.train(mixed)
    },
    {
      name: "step/sep3", of: systems, most, seconds: 50,
      before: (system) => system.train(allSeparable), work: (system) => system.train(allSeparable)
    },
    {
      name: "step/draws", of: systems, most: fresh.length, seconds: 60,
      work: (system, round) => system.train(fresh[round]!)
    },
    {
      name: "validation", of: systems, most, seconds: 20,
      before: (system) => system.validate(mixed, "running"), work: (system) => system.validate(mixed, "running")
    },
    {
      name: "load", of: own, most: toLoad.length, seconds: 30,
      work: (system, round) => load(system, toLoad[round]!)
    }
  ]
  const measured: BenchRow[] = []
  for (const { name, of, most, seconds, before, work } of cases) {
    // An architecture that stays is loaded before, so that its step alone is timed.
    if (before !== undefined) for (const system of quickest) await before(system)
    const rounds = { most, until: performance.now() + 1000 * seconds }
    measured.push(...timesOf(name, of, await inTurn(of, rounds, work)))
  }
  const step = measured.find((row) => row.case === "step/mix" && row.system === mine.name)!.median / 1000
  const rows: readonly BenchRow[] = [
    ...measured, ...memory,
    ...await hostRows(threads, plain, step, quick), ...await handOverRows(threads, quick ? 20 : 100)
  ]
  for (const system of systems) await system.close()

  const ratios = rows
    .filter((one) => one.system === mine.name && compared.test(one.case))
    .flatMap((one) => ratiosTo(one, rows))
  return {
    name: "tensorflow",
    rows,
    ratios: [...ratios, ...meanRatios(mine.name, ratios, systems.slice(1))],
    missing: [
      ...(torch === null ? ["pytorch channels_last"] : []),
      ...(seesMemory ? [] : ["memory of pvll tensorflow (measured on Linux alone)"])
    ]
  }
}
