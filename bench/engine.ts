import { fileURLToPath } from "node:url"
import type { BenchDocument } from "./document.ts"
import { allSeparable, draws, mix } from "./engine/architectures.ts"
import { edgeWork } from "./engine/edgeWork.ts"
import { ourMemory, theirMemory } from "./engine/memory.ts"
import { ours } from "./engine/ours.ts"
import { profileDocument } from "./engine/profileDocument.ts"
import { pytorch } from "./engine/pytorch.ts"
import { meanRatios, ratiosTo, timesOf } from "./engine/rows.ts"
import { inTurn } from "./engine/system.ts"
import { warmUp, warnOfLoad } from "./engine/warmUp.ts"
import { wholeProcess } from "./processes/wholeProcess.ts"

const threads = 2
const layouts = ["channels_last", "default"] as const

const script = (name: string): string => fileURLToPath(new URL(`engine/${name}.ts`, import.meta.url))

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
  const memory = [ourMemory("pvll", "wasm", threads, quick ? 1 : 3), ...await theirMemory(peers)]

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
    ratios: [...ratios, ...meanRatios("pvll", ratios, peers)],
    missing: found.filter(({ system }) => system === null).map(({ name }) => name)
  }
}
