import { readFileSync } from "node:fs"
import { table } from "../../src/cli/output/table.ts"
import { controlBlock } from "../../src/effects/trainer/wasm/runtime/controlBlock.ts"
import { type ProgramRecord, type RecordField, recordBytes, recordFields, recordKinds }
  from "../../src/effects/trainer/wasm/program/record.ts"
import { scratchBytes } from "../../src/effects/trainer/wasm/program/scratch.ts"
import { slices } from "../../src/effects/trainer/wasm/program/slices.ts"
import { compileModule, instantiate, sharedMemory } from "../../src/effects/trainer/wasm/runtime/webAssembly.ts"
import { processorPeak } from "./processorPeak.ts"

/** One kind of record on maps of one size, a batch of 64, one thread: how near it comes to the processor's peak. */
export interface KernelTime {
  readonly kernel: string
  readonly map: string
  readonly milliseconds: number
  /** multiply-accumulates a second, in thousands of millions; those that are made twice count twice */
  readonly gigaMacs: number
}

interface Shape {
  readonly kind: "separable" | "pointwise" | "factorised" | "dense"
  readonly size: number
  readonly channels: number
  readonly outputChannels: number
  readonly kernel: number
  readonly dilation: number
  readonly stride: number
}

const batch = 64
const arenaBytes = 1 << 20
const memoryBytes = 160 << 20

const separables = [[32, 16], [16, 32], [8, 64]].flatMap(([size, channels]) =>
  [[3, 1], [5, 1], [3, 2], [5, 2]].map(([kernel, dilation]): Shape => ({
    kind: "separable", size: size!, channels: channels!, outputChannels: channels!, kernel: kernel!, dilation: dilation!, stride: 1
  })))
const reductions = [[32, 32], [16, 64]].flatMap(([size, channels]) =>
  [[3, 1], [5, 1], [3, 2], [5, 2]].map(([kernel, dilation]): Shape => ({
    kind: "separable", size: size!, channels: channels!, outputChannels: channels!, kernel: kernel!, dilation: dilation!, stride: 2
  })))
const others = [
  ["pointwise", 32, 48, 16], ["pointwise", 32, 64, 16], ["pointwise", 16, 128, 32], ["pointwise", 8, 256, 64],
  ["factorised", 32, 64, 32], ["factorised", 16, 128, 64]
].map(([kind, size, channels, outputChannels]) => (
  { kind, size, channels, outputChannels, kernel: 1, dilation: 1, stride: kind === "factorised" ? 2 : 1 } as Shape))
const denses = [[32, 4, 48], [32, 16, 16], [16, 32, 32], [8, 64, 64]].map(([size, channels, outputChannels]): Shape => (
  { kind: "dense", size: size!, channels: channels!, outputChannels: outputChannels!, kernel: 3, dilation: 1, stride: 1 }))

const shapes = [...separables, ...reductions, ...others, ...denses]

/** Multiply-accumulates of the two parts of a convolution, forward. */
const products = ({ kind, size, channels, outputChannels, kernel, stride }: Shape) => {
  const pixels = batch * (size / stride) ** 2
  const taps = kernel * kernel
  return kind === "separable"
    ? { depthwise: pixels * channels * taps, pointwise: pixels * channels * outputChannels }
    : { depthwise: 0, pointwise: pixels * channels * outputChannels * (kind === "dense" ? taps : 1) }
}

/** Lays the records of a shape out in memory and gives back a function that runs one of them. */
const engine = () => {
  const memory = sharedMemory(memoryBytes)
  const { run } = instantiate<{ run: (...words: ReadonlyArray<number>) => void }>(
    compileModule(readFileSync(new URL("../../wasm/network.wasm", import.meta.url))), memory)
  const i32 = new Int32Array(memory.buffer), f32 = new Float32Array(memory.buffer)
  const first = 65536 + slices * arenaBytes
  let top = first, arenaTop = 65536
  const reserve = (bytes: number): number => {
    const address = top
    top += Math.ceil(bytes / 64) * 64 + 64
    if (top > memoryBytes) throw new Error("the benchmark needs more memory")
    return address
  }
  const slice = (bytes: number): number => {
    const address = arenaTop
    arenaTop += Math.ceil(bytes / 64) * 64
    if (arenaTop > 65536 + arenaBytes) throw new Error("the benchmark needs bigger arenas")
    return address
  }
  let state = 1
  const noise = (address: number, floats: number): number => {
    for (let i = address / 4; i < address / 4 + floats; i++) {
      state = (Math.imul(state, 1664525) + 1013904223) | 0
      f32[i] = (state >>> 8) / (1 << 23) - 1
    }
    return address
  }
  const floats = (length: number): number => noise(reserve(4 * length), length)
  const sliceFloats = (length: number): number => {
    const address = slice(4 * length)
    for (let s = 0; s < slices; s++) noise(address + s * arenaBytes, length)
    return address
  }
  const runner = (record: ProgramRecord): () => void => {
    const program = reserve(recordBytes), scratch = reserve(scratchBytes(record))
    i32.fill(0, program / 4, (program + recordBytes) / 4)
    i32[program / 4] = recordKinds.indexOf(record.kind)
    for (const [field, value] of Object.entries(record.words)) {
      i32[program / 4 + recordFields.indexOf(field as RecordField)] = value
    }
    return () => run(program, 1, 0, 1, batch, arenaBytes, scratch, controlBlock.address)
  }
  const forget = () => {
    top = first
    arenaTop = 65536
  }
  return { reserve, slice, floats, sliceFloats, runner, forget }
}

const best = (work: () => void, runs: number): number => {
  // the first runs are not compiled with all care yet
  for (let i = 0; i < 10; i++) work()
  let least = Infinity
  for (let i = 0; i < runs; i++) {
    const start = performance.now()
    work()
    least = Math.min(least, performance.now() - start)
  }
  return least
}

/** Best of `runs` for each kind of record and size; `named`: only kernels whose name holds this. */
export const kernelTimes = (runs: number, named = ""): ReadonlyArray<KernelTime> => {
  const { reserve, slice, floats, sliceFloats, runner, forget } = engine()
  return shapes.flatMap((shape): ReadonlyArray<KernelTime> => {
    const { kind, size, channels, outputChannels, kernel, dilation, stride } = shape
    const name = kind === "separable" ? `separable ${kernel}x${kernel}${dilation === 2 ? " dilated" : ""}${stride === 2 ? " /2" : ""}` : kind
    if (!name.includes(named)) return []
    forget()
    const taps = kernel * kernel, outputSize = size / stride
    const pointwiseFloats = channels * outputChannels * (kind === "dense" ? taps : 1)
    const words = {
      input: floats(batch * size * size * channels), inputStride: 4 * size * size * channels,
      inputAffine: sliceFloats(2 * channels), relu: kind === "dense" ? 0 : 1, channels, height: size, width: size,
      kernel, dilation, stride, padding: dilation * (kernel - 1) / 2,
      depthwise: floats(channels * taps), pointwise: floats(pointwiseFloats),
      depthwiseTurned: floats(channels * taps), pointwiseTransposed: floats(pointwiseFloats),
      output: floats(batch * outputSize * outputSize * outputChannels), outputStride: 4 * outputSize * outputSize * outputChannels,
      outputChannels, outputHeight: outputSize, outputWidth: outputSize
    }
    const backwardWords = {
      ...words,
      gradient: floats(batch * outputSize * outputSize * outputChannels), gradientStride: words.outputStride,
      coefficients: sliceFloats(3 * outputChannels), inputGradient: reserve(4 * batch * size * size * channels),
      inputGradientStride: words.inputStride, accumulate: 0, sums: slice(16 * channels),
      depthwiseGradient: slice(4 * channels * taps), pointwiseGradient: slice(4 * pointwiseFloats)
    }
    const forward = best(runner({ kind, words: { ...words, sums: slice(16 * outputChannels) } }), runs)
    const backward = best(runner({ kind: `${kind}Backward`, words: backwardWords }), runs)
    const { depthwise, pointwise } = products(shape)
    const map = `${size} x ${size} x ${channels}${outputChannels === channels ? "" : ` -> ${outputChannels}`}`
    return [
      { kernel: `${name}, forward`, map, milliseconds: forward, gigaMacs: (depthwise + pointwise) / forward / 1e6 },
      // the depthwise convolution, its two gradients, the pointwise convolution's two gradients
      { kernel: `${name}, backward`, map, milliseconds: backward, gigaMacs: (3 * depthwise + 2 * pointwise) / backward / 1e6 }
    ]
  })
}

if (import.meta.main) {
  const peak = await processorPeak()
  const right = { align: "right" } as const
  console.log(`one core's peak: ${peak.toFixed(1)} GMAC/s`)
  console.log(table(
    [{ title: "kernel" }, { title: "map" }, { title: "ms", ...right }, { title: "GMAC/s", ...right }, { title: "of peak", ...right }],
    kernelTimes(20, process.argv[2]).map(({ kernel, map, milliseconds, gigaMacs }) =>
      [kernel, map, milliseconds.toFixed(2), gigaMacs.toFixed(1), `${(100 * gigaMacs / peak).toFixed(0)} %`])
  ).join("\n"))
}
