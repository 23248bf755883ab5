import * as Effect from "effect/Effect"
import { controlBlock } from "../../src/effects/trainer/wasm/runtime/controlBlock.ts"
import { loadNetworkModule, type NetworkModule } from "../../src/effects/trainer/wasm/runtime/networkModule.ts"
import { instantiate } from "../../src/effects/trainer/wasm/runtime/webAssembly.ts"
import { recordBytes } from "../../src/effects/trainer/wasm/program/record.ts"
import { type BenchProfile, median } from "../document.ts"
import type { Draw } from "./architectures.ts"
import { assignmentOf, openNetwork, randomBatch } from "./ours.ts"
import { processorPeak } from "./processorPeak.ts"
import { describe, recordsOf } from "./records.ts"
import { work } from "./work.ts"

/** A step on one thread, record by record. Records of a phase then no longer find each other's results in the cache. */
export interface Profile {
  /** all records of one kind, with one size of window and one stride */
  readonly rows: BenchProfile["rows"]
  /** the step record by record, and as it runs otherwise */
  readonly milliseconds: number
  readonly wholeStep: number
  /** of one core in 128-bit units, with separate multiplications and additions */
  readonly peakGigaMacs: number
  readonly runs: number
}

const timed = (work: () => void): number => {
  const start = performance.now()
  work()
  return performance.now() - start
}

export const profile = (draw: Draw, runs: number): Promise<Profile> =>
  Effect.runPromise(Effect.scoped(Effect.gen(function*() {
    const { plan, engine, compiled } = yield* openNetwork(1)
    const { program, run } = compiled(assignmentOf(draw), "training")
    // Also writes the batch; the kernels are compiled with all care after some steps.
    const batch = randomBatch()
    for (let step = 0; step < 2; step++) yield* run(batch, null)

    const kernels = instantiate<NetworkModule>(yield* loadNetworkModule, engine.memory)
    const runRecords = (first: number, count: number) =>
      kernels.run(
        plan.program.address + first * recordBytes, count, 0, 1, work.batch, plan.arenaBytes, plan.scratch, controlBlock.address
      )
    const records = recordsOf(program)
    const wholeSteps: number[] = []
    const times = records.map((): number[] => [])
    for (let step = 0; step < runs + 3; step++) {
      const wholeStep = timed(() => runRecords(0, program.records))
      const ownTimes = records.map(({ index }) => timed(() => runRecords(index, 1)))
      if (step < 3) continue
      wholeSteps.push(wholeStep)
      ownTimes.forEach((time, i) => times[i]!.push(time))
    }

    const peakGigaMacs = yield* Effect.promise(processorPeak)
    const groups = new Map<string, { records: number; milliseconds: number; macs: number }>()
    records.forEach((record, i) => {
      const { kind, macs } = describe(record)
      const before = groups.get(kind) ?? { records: 0, milliseconds: 0, macs: 0 }
      groups.set(kind, {
        records: before.records + 1,
        milliseconds: before.milliseconds + median(times[i]!),
        macs: before.macs + macs
      })
    })
    const milliseconds = [...groups.values()].reduce((sum, group) => sum + group.milliseconds, 0)
    const rows = [...groups].map(([kind, group]) => {
      const gigaMacs = group.macs === 0 ? null : group.macs / group.milliseconds / 1e6
      return {
        kind,
        records: group.records,
        milliseconds: group.milliseconds,
        share: group.milliseconds / milliseconds,
        gigaMacs,
        ofPeak: gigaMacs === null ? null : gigaMacs / peakGigaMacs
      }
    })
    return {
      rows: rows.toSorted((a, b) => b.milliseconds - a.milliseconds),
      milliseconds, wholeStep: median(wholeSteps), peakGigaMacs, runs
    }
  })))
