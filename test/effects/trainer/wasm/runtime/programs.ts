import type { Worker } from "node:worker_threads"
import type { RecordKind } from "../../../../../src/effects/trainer/wasm/program/record.ts"
import { recordFields, recordKinds, recordWords } from "../../../../../src/effects/trainer/wasm/program/record.ts"
import type { Command } from "../../../../../src/effects/trainer/wasm/runtime/commandBlock.ts"
import { type Spawn, spawnWorker } from "../../../../../src/effects/trainer/wasm/runtime/computeTeam.ts"

/** Where the small programs of these tests lie, and all else, in a memory of 4 MiB. */
export const memoryBytes = 2 ** 22
export const arena = 2 ** 17
const arenaBytes = 4096
const scratch = 2 ** 18
const program = 2 ** 20

/** A record that writes `value` to `channels` floats at `address` of each slice (and zeros to as many behind them). */
export const fill = (address: number, channels: number, value: number) => ({ kind: "constantAffine", address, channels, value }) as const

export const barrier = { kind: "barrier", address: 0, channels: 0, value: 0 } as const

/** Writes a program into the memory and gives the command that runs it. */
export const placed = (
  buffer: SharedArrayBuffer,
  records: readonly { readonly kind: RecordKind; readonly address: number; readonly channels: number; readonly value: number }[]
): Command => {
  const words = new Int32Array(buffer)
  const floats = new Float32Array(buffer)
  records.forEach(({ kind, address, channels, value }, i) => {
    const at = program / 4 + i * recordWords
    words[at] = recordKinds.indexOf(kind)
    words[at + recordFields.indexOf("inputAffine")] = address
    words[at + recordFields.indexOf("channels")] = channels
    floats[at + recordFields.indexOf("extra1")] = value
  })
  return { program, records: records.length, batch: 8, arenaBytes, scratch, scratchBytes: 4096 }
}

/** The first float at `address` in each of the eight slices' arenas. */
export const inEachSlice = (buffer: SharedArrayBuffer, address: number): readonly number[] =>
  Array.from({ length: 8 }, (_, slice) => new Float32Array(buffer)[(address + slice * arenaBytes) / 4]!)

/** Starts workers as usual and remembers them. */
export const watched = (): { readonly spawn: Spawn; readonly workers: readonly Worker[]; readonly alive: () => number } => {
  const workers: Worker[] = []
  return {
    spawn: (file, options) => {
      const worker = spawnWorker(file, options)
      workers.push(worker)
      return worker
    },
    workers,
    // An ended worker's number is -1.
    alive: () => workers.filter(({ threadId }) => threadId !== -1).length
  }
}
