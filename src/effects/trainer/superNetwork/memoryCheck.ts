import * as Effect from "effect/Effect"
import { TrainerError } from "../Trainer.ts"
import { type MachineMemory, machineMemory } from "./machineMemory.ts"

/** What is about to be allocated, and the options that its size follows from. */
export interface Need {
  /** of the engine's memory */
  readonly bytes: number
  /** beside it, whatever the batch */
  readonly outside: number
  /** images of the largest batch that is run */
  readonly batch: number
  /** the batch that was asked for */
  readonly asked: number
  readonly channels: number
  readonly layers: number
  /** the bytes of the engine's memory that another batch would need */
  readonly bytesWithBatch: (batch: number) => number
  /** the most that the engine can use, whatever the machine has */
  readonly addressable?: { readonly by: string; readonly bytes: number }
}

const unit = 2 ** 30

/** Rounded so that a need never looks smaller, nor what there is larger, than it is. */
const inGiB = (bytes: number, round: (x: number) => number): string => `${(round((bytes / unit) * 100) / 100).toFixed(2)} GiB`

/** The largest batch that fits, found by halving. */
const fittingBatch = ({ batch, bytesWithBatch }: Need, room: number): number | undefined => {
  if (bytesWithBatch(1) > room) return undefined
  for (let smaller = Math.floor(batch / 2); smaller >= 1; smaller = Math.floor(smaller / 2)) {
    if (bytesWithBatch(smaller) <= room) return smaller
  }
  return undefined
}

/** Why `need` cannot be met and what to change, in one sentence; undefined where it can. */
export const memoryProblem = (need: Need, machine: MachineMemory): string | undefined => {
  const limit = need.addressable?.bytes ?? Infinity
  const room = Math.min(limit, machine.free - need.outside)
  if (need.bytes <= room) return undefined
  const unaddressable = need.bytes > limit
  /** what is held against the limit that is named */
  const counted = (bytes: number): number => (unaddressable ? bytes : bytes + need.outside)
  const there = unaddressable
    ? `${need.addressable!.by} can address ${inGiB(limit, Math.floor)}`
    : counted(need.bytes) > machine.total
      ? `this machine or container has ${inGiB(machine.total, Math.floor)}`
      : `only ${inGiB(machine.free, Math.floor)} of this machine's or container's ${inGiB(machine.total, Math.floor)} are free`
  const batch = fittingBatch(need, room)
  const asked = `--batch ${need.asked}${need.batch < need.asked ? ` (never more than ${need.batch} images)` : ""}`
  const what = `${asked}, --channels ${need.channels} and --layers ${need.layers} `
    + `need ${inGiB(counted(need.bytes), Math.ceil)} of memory`
  return batch === undefined
    ? `${what}, but ${there}: choose smaller --channels or --layers`
    : `${what}, but ${there}: --batch ${batch} would need ${inGiB(counted(need.bytesWithBatch(batch)), Math.ceil)}; `
      + "smaller --channels or --layers help too"
}

/** Refuses, before anything is allocated, what this machine cannot hold. */
export const checkMemory = (need: Need, machine: MachineMemory = machineMemory()): Effect.Effect<void, TrainerError> => {
  const message = memoryProblem(need, machine)
  return message === undefined ? Effect.void : Effect.fail(new TrainerError({ message }))
}
