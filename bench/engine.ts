import { spawnSync } from "node:child_process"
import { loadavg } from "node:os"
import { fileURLToPath } from "node:url"
import { type BenchDocument, type BenchRatio, type BenchRow, median } from "./document.ts"
import { allSeparable, draws, mix } from "./engine/architectures.ts"
import { edgeWork } from "./engine/edgeWork.ts"
import { ours } from "./engine/ours.ts"
import { profileDocument } from "./engine/profileDocument.ts"
import { pytorch, type PytorchSystem } from "./engine/pytorch.ts"
import { inTurn, type System } from "./engine/system.ts"
import { wholeProcess } from "./processes/wholeProcess.ts"

const threads = 2
/** Steps of `memory`, in a process that has done nothing else. */
const memorySteps = 3
const layouts = ["channels_last", "default"] as const

const script = (name: string): string => fileURLToPath(new URL(`engine/${name}.ts`, import.meta.url))

const row = (name: string, system: string, times: readonly number[], unit = "ms", scale = 1000): BenchRow =>
  ({ case: name, system, median: scale * median(times), unit, runs: times.length })

const timesOf = (name: string, systems: readonly System[], times: readonly (readonly number[])[]): readonly BenchRow[] =>
  systems.map((system, i) => row(name, system.name, times[i]!))

const ourMemory = (runs: number): BenchRow =>
  row("memory", "pvll", Array.from({ length: runs }, () => {
    const { stdout, status, stderr } = spawnSync(process.execPath, [script("memoryProcess"), `${threads}`, `${memorySteps}`], { encoding: "utf8" })
    if (status !== 0) throw new Error(`bench/engine/memoryProcess.ts ended with ${status}: ${stderr}`)
    return Number(stdout)
  }), "MiB", 1)

/** The peers' processes have done nothing else before this: their peaks are those of the steps of `memory`. */
const theirMemory = async (peers: readonly PytorchSystem[]): Promise<readonly BenchRow[]> => {
  const rows: BenchRow[] = []
  for (const peer of peers) {
    for (let step = 0; step < memorySteps; step++) await peer.train(allSeparable)
    rows.push(row("memory", peer.name, [await peer.peak()], "MiB", 1))
  }
  return rows
}

/**
 * What PyTorch never saw costs it more than once, and V8 compiles our kernels with all care after some calls: each
 * operation of each edge is seen before anything is timed.
 */
const warmUp = async (systems: readonly System[], shifts: readonly number[]): Promise<void> => {
  for (const system of systems) {
    await system.train(allSeparable)
    for (const shift of shifts) await system.train(mix(shift))
    await system.validate(mix(), "running")
    await system.validate(mix(), "batch")
  }
}

const ratiosTo = (ourRow: BenchRow, rows: readonly BenchRow[]): readonly BenchRatio[] =>
  rows.filter((one) => one.case === ourRow.case && one !== ourRow)
    .map((peer) => ({ case: ourRow.case, ours: ourRow.system, peer: peer.system, ratio: ourRow.median / peer.median }))

const geometricMean = (values: readonly number[]): number =>
  Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length)

/** Over the cases of a step, for each peer. */
const meanRatios = (ratios: readonly BenchRatio[], peers: readonly System[]): readonly BenchRatio[] =>
  peers.map(({ name }) => {
    const own = ratios.filter((ratio) => ratio.peer === name && ratio.case.startsWith("step/"))
    return { case: "step, geometric mean", ours: "pvll", peer: name, ratio: geometricMean(own.map(({ ratio }) => ratio)) }
  })

/** Threads that wait for one another lose much more by a busy processor than one thread does, PyTorch's most of all. */
const warnOfLoad = (): void => {
  const [load] = loadavg()
  if (load! > 0.5) process.stderr.write(`bench: the machine is busy (load ${load!.toFixed(1)}): these ratios will say little\n`)
}

/**
 * One step of training the paper's super-network (CIFAR-10 shape, batch 64, C = 16, L = 8) on two threads:
 * `step/mix` edge e of each cell uses operation e mod 8, `step/sep3` all are sep_conv_3x3, `step/draws` draws of Eq. 4,
 * the same ones for all systems. `validation`: a forward pass of mix by running statistics (PyTorch's eval mode);
 * `validation/batch`: by those of the batch, which is our default. `memory`: the peak of a process that trains three
 * steps of sep3. `edge`: what a search does beside training. `threads`: mix on one thread and on two. `first-batch`: from the shell to the first trained batch.
 */
export const engine = async ({ quick, profile }: { readonly quick: boolean; readonly profile: boolean }): Promise<BenchDocument> => {
  warnOfLoad()
  if (profile) return profileDocument(quick)
  // A machine that is busy with other things ends `--quick` in time too, with fewer rounds.
  const until = quick ? performance.now() + 22_000 : Infinity
  const rounds = (most: number) => ({ most, until })
  const most = quick ? 3 : 9

  const found = await Promise.all(layouts.map(async (layout) => ({ name: `pytorch ${layout}`, system: await pytorch(layout, threads) })))
  const peers = found.map(({ system }) => system).filter((system) => system !== null)
  const memory = [ourMemory(quick ? 1 : 3), ...await theirMemory(peers)]

  const mine = await ours(threads)
  const systems = [mine, ...peers]
  await warmUp(systems, quick ? [4, 0] : [7, 6, 5, 4, 3, 2, 1, 0])
  const mixed = mix()
  const drawn = draws(quick ? 3 : 16)
  const measured = [
    ...timesOf("step/mix", systems, await inTurn(systems, rounds(most), (system) => system.train(mixed))),
    ...timesOf("step/sep3", systems, await inTurn(systems, rounds(most), (system) => system.train(allSeparable))),
    ...timesOf("step/draws", systems, await inTurn(systems, rounds(drawn.length), (system, round) => system.train(drawn[round]!))),
    ...timesOf("validation", systems, await inTurn(systems, rounds(most), (system) => system.validate(mixed, "running"))),
    ...timesOf("validation/batch", systems, await inTurn(systems, rounds(most), (system) => system.validate(mixed, "batch")))
  ]
  for (const peer of peers) await peer.close()

  const single = await ours(1, "pvll, 1 thread")
  const teams = [{ ...mine, name: `pvll, ${threads} threads` }, single]
  await warmUp(teams, [0])
  const byThreads = timesOf("threads", teams, await inTurn(teams, rounds(most), (team) => team.train(mixed)))
  await mine.close()
  await single.close()

  const rows = [
    ...measured, ...memory, ...byThreads,
    { case: "edge", system: "pvll", median: await edgeWork(quick), unit: "% of a search", runs: 1 },
    wholeProcess("first-batch", "pvll", quick ? 2 : 5, [script("firstBatchProcess"), `${threads}`])
  ]
  const ratios = rows.filter((one) => one.system === mine.name || one === byThreads[0]).flatMap((one) => ratiosTo(one, rows))
  return {
    name: "engine",
    rows,
    ratios: [...ratios, ...meanRatios(ratios, peers)],
    missing: found.filter(({ system }) => system === null).map(({ name }) => name)
  }
}
