import type { Network } from "../../network/network.ts"
import { packedLength } from "../packing.ts"
import type { NormalisationArena } from "./arena.ts"
import { planArena } from "./arenaPlan.ts"
import type { ArenaPlan } from "./arenaPlan.ts"
import type { UnitPlace } from "./edgePlace.ts"
import { placeByLifetime } from "./lifetimes.ts"
import type { Buffer, Placement } from "./lifetimes.ts"
import type { MapPlace } from "./mapPlace.ts"
import { planMaps } from "./mapPlan.ts"
import { programBytes } from "./programSize.ts"
import { shelf } from "./shelf.ts"
import type { Shelf } from "./shelf.ts"
import { slices } from "./slices.ts"
import { stagePlace } from "./stagePlace.ts"
import type { StagePlace } from "./stagePlace.ts"
import { worstScratch } from "./worstScratch.ts"

/** Part of the memory. */
export interface Region {
  readonly name: string
  readonly address: number
  readonly bytes: number
}

/**
 * Where everything lies, for every architecture that can be drawn: each edge has room for that of its operations which
 * needs most. So the bytes are known before training begins, and nothing moves afterwards. Addresses are bytes.
 */
export interface MemoryPlan {
  /** images of the largest batch */
  readonly batch: number
  readonly threads: number
  /** of the whole memory; kernels can address 4 GiB */
  readonly bytes: number
  /** what the memory consists of, in order */
  readonly regions: readonly Region[]
  /** `[image][quad][height][width][4]` float32 */
  readonly images: MapPlace
  /** int32, one an image */
  readonly labels: number
  /** where the words of a program are written to */
  readonly program: { readonly address: number; readonly bytes: number }
  /** from one slice's arena to the next */
  readonly arenaBytes: number
  /** that of thread t lies `t * scratchBytes` behind `scratch` */
  readonly scratch: number
  readonly scratchBytes: number
  /** packed, by the parameter's name */
  readonly weights: ReadonlyMap<string, number>
  readonly momentum: ReadonlyMap<string, number>
  /** weights as the backward pass reads them */
  readonly prepared: ReadonlyMap<string, number>
  /** running `[mean: physical channels][variance]` float32, by the normalisation's name */
  readonly running: ReadonlyMap<string, number>
  readonly stem: UnitPlace
  readonly stemGradient: MapPlace
  readonly stages: readonly StagePlace[]
  /** null: the network has none */
  readonly lastNormalisation: { readonly arena: NormalisationArena; readonly gradient: MapPlace } | null
  /** slice addresses; see `ArenaPlan` */
  readonly identities: ArenaPlan["identities"]
  readonly classifier: ArenaPlan["classifier"]
  readonly losses: number
  readonly squaredNorm: number
}

/** Below lie the module's constants and the control block. */
const reserved = 65536

/** Parameters one behind the other; the two kernels of a reduction touch, for their lengths are whole lines. */
const takeParameters = (memory: Shelf, { parameters }: Network): ReadonlyMap<string, number> =>
  new Map(parameters.map((parameter) => [parameter.name, memory.take(4 * packedLength(parameter))]))

const takeRunning = (memory: Shelf, { normalisations }: Network): ReadonlyMap<string, number> =>
  new Map(normalisations.map(({ name, channels }) => [name, memory.take(8 * channels.physical)]))

/** The memory of a network for batches of up to `batch` images; `place` lets maps that never meet share theirs. */
export const planMemory = (
  network: Network,
  { batch, threads }: { readonly batch: number; readonly threads: number },
  place: (buffers: readonly Buffer[]) => Placement = placeByLifetime
): MemoryPlan => {
  const memory = shelf(0)
  const regions: Region[] = []
  /** the next region; what `take` returns */
  const region = <A>(name: string, take: (address: number) => A): A => {
    const address = memory.end()
    const taken = take(address)
    regions.push({ name, address, bytes: memory.end() - address })
    return taken
  }

  region("reserved", () => memory.take(reserved))
  const weights = region("weights", () => takeParameters(memory, network))
  const momentum = region("momentum", () => takeParameters(memory, network))
  const prepared = region("prepared weights", () => takeParameters(memory, network))
  const running = region("running statistics", () => takeRunning(memory, network))
  const labels = region("labels", () => memory.take(4 * batch))
  const program = { address: memory.end(), bytes: programBytes(network) }
  region("program", () => memory.take(program.bytes))
  const arena = region("arenas of slices", (address) => {
    const plan = planArena(network, batch, address)
    memory.take(slices * plan.bytes)
    return plan
  })
  const maps = region("maps", (address) => {
    const plan = planMaps(network, batch, address, place)
    memory.take(plan.bytes)
    return plan
  })
  const scratchBytes = worstScratch(network)
  const scratch = region("scratch of threads", () => memory.take(threads * scratchBytes))

  const { identities, classifier, losses, squaredNorm } = arena
  return {
    batch, threads, bytes: memory.end(), regions,
    images: maps.images, labels, program, arenaBytes: arena.bytes, scratch, scratchBytes,
    weights, momentum, prepared, running, identities, classifier, losses, squaredNorm,
    stem: { map: maps.stem, arena: arena.stem },
    stemGradient: maps.stemGradient,
    stages: network.stages.map((stage, s) => stagePlace(stage, maps.stages[s], arena.stages[s])),
    lastNormalisation: arena.lastNormalisation === null || maps.lastGradient === null
      ? null
      : { arena: arena.lastNormalisation, gradient: maps.lastGradient }
  }
}
