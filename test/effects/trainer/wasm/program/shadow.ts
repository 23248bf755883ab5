import type { Program } from "../../../../../src/effects/trainer/wasm/program/compile.ts"
import type { MemoryPlan } from "../../../../../src/effects/trainer/wasm/program/memoryPlan.ts"
import { slices } from "../../../../../src/effects/trainer/wasm/program/slices.ts"
import { accesses, decode, listOf } from "./accesses.ts"

/** What a run of a program came across. Empty lists: no thread can disturb another, nothing is read before it is written. */
export interface Shadow {
  /** for each read of each record and slice, in order: a digest of who wrote each word last */
  readonly origins: readonly number[]
  /** words that two slices touch within a phase, one of them writing */
  readonly races: readonly string[]
  /** reads of words that nothing wrote, outside of what a step begins with */
  readonly unwritten: readonly string[]
  /** accesses beyond the memory or into another kind of region */
  readonly outside: readonly string[]
}

/** Words behind the last class of the bias's gradient: nothing ever writes them, so they stay 0 as the memory began. */
const isBehindBias = (plan: MemoryPlan, address: number, classes: number): boolean => {
  const within = (address - plan.classifier.biasGradient) % plan.arenaBytes
  return within >= 4 * classes && within < 16 * Math.ceil(classes / 4)
}

const none = -1
const several = -2

/**
 * Runs a program on a memory that keeps, for each word, who wrote it and who touched it in this phase. Slices go
 * through each phase one after the other, as they may in any order.
 */
export const shadow = (plan: MemoryPlan, program: Program, batch: number): Shadow => {
  const words = Math.ceil(plan.bytes / 4)
  const writer = new Int32Array(words)
  const writePhase = new Int32Array(words).fill(none)
  const writeSlice = new Int32Array(words)
  const readPhase = new Int32Array(words).fill(none)
  const readSlice = new Int32Array(words)
  const region = (name: string) => plan.regions.find((one) => one.name === name)!
  const given = ["weights", "momentum", "running statistics", "labels", "program"].map(region)
  const touchable = [...given, ...["prepared weights", "arenas of slices", "maps"].map(region)]
  const isWithin = (address: number, bytes: number, regions: typeof given): boolean =>
    regions.some((one) => address >= one.address && address + bytes <= one.address + one.bytes)
  const isImages = (address: number): boolean =>
    address >= plan.images.address && address < plan.images.address + plan.batch * plan.images.stride

  const origins: number[] = []
  const races: string[] = []
  const unwritten: string[] = []
  const outside: string[] = []
  const list = listOf(program)
  const records = decode(program)
  const classes = records.find(({ kind }) => kind === "head")!.kernel

  let phase = 0
  let begin = 0
  const runPhase = (end: number): void => {
    for (let slice = 0; slice < slices; slice++) {
      for (let index = begin; index < end; index++) {
        const record = records[index]
        const where = `${record.kind} ${index}, slice ${slice}`
        for (const { address, bytes, writes } of accesses(record, list, plan, batch, slice)) {
          if (!isWithin(address, bytes, touchable) || address % 4 !== 0) outside.push(`${where}: ${bytes} at ${address}`)
          const isGiven = isWithin(address, bytes, given) || isImages(address)
          let digest = 17
          for (let word = address / 4; word < (address + bytes) / 4; word++) {
            const isRace = writePhase[word] === phase && writeSlice[word] !== slice
              || writes && readPhase[word] === phase && readSlice[word] !== slice
            if (isRace) races.push(`${where}: ${4 * word}`)
            if (writes) {
              writer[word] = 1 + index
              writePhase[word] = phase
              writeSlice[word] = slice
              continue
            }
            if (writer[word] === 0 && !isGiven && !isBehindBias(plan, 4 * word, classes)) unwritten.push(`${where}: ${4 * word}`)
            digest = (Math.imul(digest, 31) + writer[word]) | 0
            readSlice[word] = readPhase[word] === phase && readSlice[word] !== slice ? several : slice
            readPhase[word] = phase
          }
          if (!writes) origins.push(digest)
        }
      }
    }
  }
  for (let index = 0; index <= records.length; index++) {
    if (index < records.length && records[index].kind !== "barrier") continue
    runPhase(index)
    begin = index + 1
    phase += 1
  }
  return { origins, races, unwritten, outside }
}
