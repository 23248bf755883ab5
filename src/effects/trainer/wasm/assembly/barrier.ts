/** Offsets into the control block, as `runtime/controlBlock.ts` has them. */
const arrived: usize = 0
const generation: usize = 64
const stop: usize = 128

/** Looks before a thread goes to sleep: some ten microseconds, longer than threads usually wait for each other. */
const spins: i32 = 20000
/** Nanoseconds of one sleep. A thread that is asleep notices `stop` when it is over. */
const nap: i64 = 100000000

/** No thread leaves before `threads` have come. False where the run is to be left. */
export function barrier(control: usize, threads: i32): bool {
  if (threads == 1) return atomic.load<i32>(control, stop) == 0
  const before = atomic.load<i32>(control, generation)
  if (atomic.add<i32>(control, 1, arrived) == threads - 1) {
    atomic.store<i32>(control, 0, arrived)
    atomic.add<i32>(control, 1, generation)
    atomic.notify(control + generation, threads)
    return atomic.load<i32>(control, stop) == 0
  }
  for (let i = 0; i < spins; i++) {
    if (atomic.load<i32>(control, generation) != before) return atomic.load<i32>(control, stop) == 0
  }
  while (atomic.load<i32>(control, generation) == before) {
    if (atomic.load<i32>(control, stop) != 0) return false
    atomic.wait<i32>(control + generation, before, nap)
  }
  return atomic.load<i32>(control, stop) == 0
}
