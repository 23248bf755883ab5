import { once } from "node:events"
import { readFileSync } from "node:fs"
import { Worker } from "node:worker_threads"
import { controlBlock } from "../../../../../src/effects/trainer/wasm/runtime/controlBlock.ts"
import { type CompiledModule, compileModule, instantiate, sharedMemory, type SharedMemory }
  from "../../../../../src/effects/trainer/wasm/runtime/webAssembly.ts"
import { type ProgramRecord, type RecordField, recordBytes, recordFields, recordKinds }
  from "../../../../../src/effects/trainer/wasm/program/record.ts"
import { scratchBytes } from "../../../../../src/effects/trainer/wasm/program/scratch.ts"
import { slices } from "../../../../../src/effects/trainer/wasm/program/slices.ts"

export interface KernelExports {
  run(
    program: number, records: number, thread: number, threads: number, batch: number, arenaBytes: number,
    scratch: number, control: number
  ): void
  exp(x: number): number
  log(x: number): number
}

export const networkModule: CompiledModule =
  compileModule(readFileSync(new URL("../../../../../wasm/network.wasm", import.meta.url)))

/** One thread's call of `run`. */
export interface KernelCall {
  readonly module: CompiledModule
  readonly memory: SharedMemory
  readonly call: ReadonlyArray<number>
}

const alignment = 64
const aligned = (bytes: number): number => Math.ceil(bytes / alignment) * alignment
const arenaBytes = 1 << 16
const arenas = 65536
const memoryBytes = 4 << 20

/** A map in memory: its images lie further apart than they must, so that a wrong stride is seen. */
export interface TestMap {
  readonly address: number
  readonly stride: number
  readonly batch: number
  readonly channels: number
  readonly height: number
  readonly width: number
}

/** A value of a map. */
export type Value = (image: number, channel: number, y: number, x: number) => number

/**
 * Memory for one test. All of it, scratch and arenas too, is NaN at first, and there is a gap behind whatever is
 * allocated: a kernel that reads what nobody wrote gives NaN, and one that writes where it must not fails `run`.
 */
export class KernelMemory {
  readonly memory: SharedMemory = sharedMemory(memoryBytes)
  readonly arenaBytes = arenaBytes
  readonly bytes: Uint8Array
  readonly f32: Float32Array
  readonly f64: Float64Array
  readonly i32: Int32Array
  #top = arenas + slices * arenaBytes
  #arenaTop = 0
  readonly #gaps: Array<number> = []
  readonly #exports: KernelExports

  constructor() {
    this.bytes = new Uint8Array(this.memory.buffer)
    this.f32 = new Float32Array(this.memory.buffer)
    this.f64 = new Float64Array(this.memory.buffer)
    this.i32 = new Int32Array(this.memory.buffer)
    this.bytes.fill(0xff, arenas)
    this.#exports = instantiate<KernelExports>(networkModule, this.memory)
  }

  allocate(bytes: number): number {
    const address = this.#top
    this.#gaps.push(address + aligned(bytes))
    this.#top = address + aligned(bytes) + alignment
    if (this.#top > memoryBytes) throw new Error("the test needs more memory")
    return address
  }

  /** A slice address: room in every slice's arena. */
  slice(bytes: number): number {
    const address = arenas + this.#arenaTop
    for (let s = 0; s < slices; s++) this.#gaps.push(address + s * arenaBytes + aligned(bytes))
    this.#arenaTop += aligned(bytes) + alignment
    if (this.#arenaTop > arenaBytes) throw new Error("the test needs bigger arenas")
    return address
  }

  floats(values: ArrayLike<number>): number {
    const address = this.allocate(4 * values.length)
    this.f32.set(values, address / 4)
    return address
  }

  /** The same numbers in every slice's arena. */
  sliceFloats(values: ArrayLike<number>): number {
    const address = this.slice(4 * values.length)
    for (let s = 0; s < slices; s++) this.f32.set(values, (address + s * arenaBytes) / 4)
    return address
  }

  map(batch: number, channels: number, height: number, width: number, value?: Value): TestMap {
    const stride = 4 * channels * height * width + 32
    const map = { address: this.allocate(batch * stride), stride, batch, channels, height, width }
    if (value !== undefined) this.write(map, value)
    return map
  }

  #index(map: TestMap, image: number, channel: number, y: number, x: number): number {
    const pixel = ((channel >> 2) * map.height + y) * map.width + x
    return (map.address + image * map.stride) / 4 + 4 * pixel + (channel & 3)
  }

  write(map: TestMap, value: Value): void {
    for (let b = 0; b < map.batch; b++) for (let c = 0; c < map.channels; c++) {
      for (let y = 0; y < map.height; y++) for (let x = 0; x < map.width; x++) {
        this.f32[this.#index(map, b, c, y, x)] = value(b, c, y, x)
      }
    }
  }

  /** What a map holds now. */
  read(map: TestMap): Value {
    const all = this.f32.slice(map.address / 4, (map.address + map.batch * map.stride) / 4)
    return (image, channel, y, x) => all[this.#index(map, image, channel, y, x) - map.address / 4]!
  }

  floatsAt(address: number, length: number): Array<number> {
    return Array.from(this.f32.subarray(address / 4, address / 4 + length))
  }

  /** Numbers at a slice address in the arena of slice s. */
  sliceF32(address: number, slice: number, length: number): Array<number> {
    return this.floatsAt(address + slice * arenaBytes, length)
  }

  sliceF64(address: number, slice: number, length: number): Array<number> {
    const from = (address + slice * arenaBytes) / 8
    return Array.from(this.f64.subarray(from, from + length))
  }

  /** Writes float64 numbers at a slice address in the arena of slice s. */
  writeSlice(address: number, slice: number, values: ReadonlyArray<number>): void {
    this.f64.set(values, (address + slice * arenaBytes) / 8)
  }

  /** Writes the records and what `run` of each thread needs. */
  place(records: ReadonlyArray<ProgramRecord>, threads: number): {
    readonly program: number
    readonly count: number
    readonly scratch: ReadonlyArray<number>
    readonly control: number
  } {
    const program = this.allocate(records.length * recordBytes)
    this.bytes.fill(0, program, program + records.length * recordBytes)
    records.forEach((record, index) => {
      const at = (program + index * recordBytes) / 4
      this.i32[at] = recordKinds.indexOf(record.kind)
      for (const [field, value] of Object.entries(record.words)) {
        this.i32[at + recordFields.indexOf(field as RecordField)] = value
      }
      for (const [field, value] of Object.entries(record.floats ?? {})) {
        this.f32[at + recordFields.indexOf(field as RecordField)] = value
      }
    })
    const scratch = Math.max(...records.map(scratchBytes))
    return {
      program, count: records.length, scratch: Array.from({ length: threads }, () => this.allocate(scratch)),
      control: controlBlock.address
    }
  }

  /** Runs the records on this thread and fails where a byte outside all allocations has changed. */
  run(records: ReadonlyArray<ProgramRecord>, batch: number): void {
    const { program, count, scratch, control } = this.place(records, 1)
    this.#exports.run(program, count, 0, 1, batch, arenaBytes, scratch[0]!, control)
    this.#checkGaps()
  }

  /** Runs the records on worker threads. Room is made for four, so that memory looks alike for fewer. */
  async runThreads(records: ReadonlyArray<ProgramRecord>, batch: number, threads: number): Promise<void> {
    const { program, count, scratch, control } = this.place(records, 4)
    await Promise.all(Array.from({ length: threads }, async (_, thread) => {
      const call = [program, count, thread, threads, batch, arenaBytes, scratch[thread]!, control]
      const workerData: KernelCall = { module: networkModule, memory: this.memory, call }
      const worker = new Worker(new URL("./kernelWorker.ts", import.meta.url), { workerData })
      const [code] = await once(worker, "exit")
      if (code !== 0) throw new Error(`worker ${thread} ended with ${code}`)
    }))
    this.#checkGaps()
    this.bytes.fill(0xff, scratch[0]!)
  }

  #checkGaps(): void {
    for (const gap of this.#gaps) {
      for (let at = gap; at < gap + alignment; at++) {
        if (this.bytes[at] !== 0xff) throw new Error(`a kernel wrote byte ${at}, which belongs to nothing`)
      }
    }
  }
}

/** Numbers that look random, from -1 to 1. */
export const noise = (seed: number): (() => number) => {
  let state = seed + 1
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0
    const mixed = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d)
    return ((mixed ^ (mixed >>> 13)) >>> 0) / 2147483648 - 1
  }
}

/** Few different numbers that float32 arithmetic does not round: so many are equal, and nothing else is. */
export const coarseNoise = (seed: number): (() => number) => {
  const next = noise(seed)
  return () => Math.round(next() * 6) / 4
}

export const many = (length: number, next: () => number): Array<number> => Array.from({ length }, next)

/** The images of each slice. */
export const imagesOf = (batch: number, slice: number): Array<number> => {
  const first = Math.floor(batch * slice / slices)
  return Array.from({ length: Math.floor(batch * (slice + 1) / slices) - first }, (_, i) => first + i)
}

/** The largest |found - expected| / (1 + |expected|) over all values of a map. */
export const furthest = (map: TestMap, found: Value, expected: Value): number => {
  let most = 0
  for (let b = 0; b < map.batch; b++) for (let c = 0; c < map.channels; c++) {
    for (let y = 0; y < map.height; y++) for (let x = 0; x < map.width; x++) {
      const is = found(b, c, y, x), should = expected(b, c, y, x)
      const far = Math.abs(is - should) / (1 + Math.abs(should))
      if (!(far <= most)) most = far
      if (Number.isNaN(far)) return far
    }
  }
  return most
}

/** The same for lists. */
export const furthestOf = (found: ReadonlyArray<number>, expected: ReadonlyArray<number>): number =>
  found.length !== expected.length ? Number.NaN
  : Math.max(0, ...found.map((is, i) => Math.abs(is - expected[i]!) / (1 + Math.abs(expected[i]!))))
