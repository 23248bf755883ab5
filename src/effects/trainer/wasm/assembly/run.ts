import { barrier } from "./barrier"
import { dispatch } from "./dispatch"
import { Record, Slice } from "./record"
import { slices } from "./slices"

/** Bytes at the start of a thread's scratch where its slice is described; `program/scratch.ts` counts them. */
const sliceBytes: usize = 64

/** The first of the slices of `thread`: it takes those from here to the first one of the next thread. */
function firstSlice(thread: i32, threads: i32): i32 {
  return slices * thread / threads
}

/** The first image of a slice. */
function firstImage(slice: i32, batch: i32): i32 {
  return batch * slice / slices
}

/**
 * One thread's share of a program. Each slice goes through a whole phase before the next slice begins, so that what one
 * record wrote is still in the cache when the next one reads it. `scratch` belongs to this thread alone.
 */
export function run(
  program: usize, records: i32, thread: i32, threads: i32, batch: i32, arenaBytes: i32, scratch: usize, control: usize
): void {
  const slice = changetype<Slice>(scratch)
  slice.scratch = scratch + sliceBytes
  slice.batch = batch
  slice.count = slices
  slice.arenaBytes = arenaBytes
  const last = firstSlice(thread + 1, threads)
  const end = program + (<usize>records) * offsetof<Record>()
  for (let phase = program; phase < end;) {
    let next = phase
    while (next < end && changetype<Record>(next).kind != 0) next += offsetof<Record>()
    for (let index = firstSlice(thread, threads); index < last; index++) {
      slice.index = index
      slice.first = firstImage(index, batch)
      slice.end = firstImage(index + 1, batch)
      slice.arena = (<usize>index) * (<usize>arenaBytes)
      for (let at = phase; at < next; at += offsetof<Record>()) dispatch(changetype<Record>(at), slice)
    }
    if (next < end && !barrier(control, threads)) return
    phase = next + offsetof<Record>()
  }
}
