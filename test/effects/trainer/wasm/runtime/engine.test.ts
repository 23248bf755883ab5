import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import { describe, expect, it } from "vitest"
import { openEngine } from "../../../../../src/effects/trainer/wasm/runtime/engine.ts"
import { arena, barrier, fill, inEachSlice, memoryBytes, placed, watched } from "./programs.ts"

/** Some seconds of work: with barriers all along, or without any. */
const long = (between: readonly ReturnType<typeof fill>[] | readonly [typeof barrier]) =>
  Array.from({ length: 10_000 }, () => [fill(2 ** 21, 2 ** 17, 1), ...between]).flat()

describe("the engine", () => {
  it.each([1, 2, 3, 8])("%i threads run every slice of a program, phase by phase, as often as asked", async (threads) => {
    await Effect.runPromise(Effect.scoped(Effect.gen(function*() {
      const engine = yield* openEngine({ bytes: memoryBytes, threads })
      const { buffer } = engine.memory
      expect(buffer.byteLength).toBe(memoryBytes)
      for (const value of [1.5, 2.5, 3.5]) {
        yield* engine.run(placed(buffer, [fill(arena, 4, 9), barrier, fill(arena, 4, value), barrier]))
        expect(inEachSlice(buffer, arena)).toEqual(Array(8).fill(value))
      }
    })))
  })

  it("takes programs from several fibers one at a time", async () => {
    await Effect.runPromise(Effect.scoped(Effect.gen(function*() {
      const engine = yield* openEngine({ bytes: memoryBytes, threads: 2 })
      const command = placed(engine.memory.buffer, [fill(arena, 4, 7), barrier])
      yield* Effect.all(Array.from({ length: 50 }, () => engine.run(command)), { concurrency: "unbounded" })
      expect(inEachSlice(engine.memory.buffer, arena)).toEqual(Array(8).fill(7))
    })))
  })

  it("a thread that a program makes fail ends the run with one sentence, and the engine with all threads", async () => {
    const { spawn, workers, alive } = watched()
    await Effect.runPromise(Effect.scoped(Effect.gen(function*() {
      const engine = yield* openEngine({ bytes: memoryBytes, threads: 2, spawn })
      const { buffer } = engine.memory
      // From slice 4 on, which are the second thread's, this lies beyond the memory; the first one waits at the barrier.
      const beyond = { ...placed(buffer, [fill(2 ** 16, 4, 1), barrier]), arenaBytes: memoryBytes / 4 }
      const error = yield* Effect.flip(engine.run(beyond))
      expect(error.message).toBe(
        "a compute thread of the embedded engine failed (memory access out of bounds): "
          + "the log is complete up to its last line, go on with pvll resume"
      )
      expect({ started: workers.length, alive: alive() }).toEqual({ started: 2, alive: 0 })
      expect(yield* Effect.flip(engine.run(placed(buffer, [barrier])))).toBe(error)
    })))
  })

  it("a thread that dies in the middle of a program does not leave the others waiting", async () => {
    const { spawn, workers, alive } = watched()
    await Effect.runPromise(Effect.scoped(Effect.gen(function*() {
      const engine = yield* openEngine({ bytes: memoryBytes, threads: 3, spawn })
      const running = yield* Effect.forkChild(Effect.flip(engine.run(placed(engine.memory.buffer, long([barrier])))))
      yield* Effect.sleep(100)
      void workers[1]!.terminate()
      const error = yield* Fiber.join(running)
      expect(error.message).toMatch(/^a compute thread of the embedded engine ended by itself with status [01]: /)
      expect(alive()).toBe(0)
    })))
  })

  it("an interrupted program is left at its next barrier, and the engine goes on", async () => {
    const { spawn, alive } = watched()
    await Effect.runPromise(Effect.scoped(Effect.gen(function*() {
      const engine = yield* openEngine({ bytes: memoryBytes, threads: 3, spawn })
      const { buffer } = engine.memory
      for (const value of [1, 2]) {
        const running = yield* Effect.forkChild(engine.run(placed(buffer, long([barrier]))))
        yield* Effect.sleep(100)
        const from = performance.now()
        yield* Fiber.interrupt(running)
        expect(performance.now() - from).toBeLessThan(300)
        expect(alive()).toBe(3)
        yield* engine.run(placed(buffer, [fill(arena, 4, 9), barrier, fill(arena, 4, value), barrier]))
        expect(inEachSlice(buffer, arena)).toEqual(Array(8).fill(value))
      }
    })))
  })

  it("threads that come to no barrier are given up within a second", async () => {
    const { spawn, alive } = watched()
    await Effect.runPromise(Effect.scoped(Effect.gen(function*() {
      const engine = yield* openEngine({ bytes: memoryBytes, threads: 2, spawn })
      const running = yield* Effect.forkChild(engine.run(placed(engine.memory.buffer, long([]))))
      yield* Effect.sleep(100)
      const from = performance.now()
      yield* Fiber.interrupt(running)
      expect(performance.now() - from).toBeLessThan(1000)
      expect(alive()).toBe(0)
      expect((yield* Effect.flip(engine.run(placed(engine.memory.buffer, [barrier])))).message).toMatch(/engine is closed/)
    })))
  })

  it("no thread outlives the scope, whether it sleeps or computes", async () => {
    const { spawn, workers, alive } = watched()
    await Effect.runPromise(Effect.scoped(Effect.gen(function*() {
      const idle = yield* openEngine({ bytes: memoryBytes, threads: 2, spawn })
      yield* idle.run(placed(idle.memory.buffer, [barrier]))
      const busy = yield* openEngine({ bytes: memoryBytes, threads: 2, spawn })
      yield* Effect.forkScoped(busy.run(placed(busy.memory.buffer, long([]))))
      yield* Effect.sleep(50)
      expect(alive()).toBe(4)
    })))
    expect({ started: workers.length, alive: alive() }).toEqual({ started: 4, alive: 0 })
  })

  it("says what to do where the system refuses the memory", async () => {
    const refused = await Effect.runPromise(Effect.flip(Effect.scoped(openEngine({ bytes: 5 * 2 ** 30, threads: 1 }))))
    expect(refused.message).toBe("the system refused 5120 MiB of memory: choose a smaller --batch, --channels or --layers")
  })
})
