import asc from "assemblyscript/asc"

/** Independent sums, so that no multiplication waits for the one before it; with x and w they fill the registers. */
const sums = Array.from({ length: 12 }, (_, i) => `s${i}`)
const lanes = 4

const source = `
export function multiplyAndAdd(rounds: i32, addend: f32, factor: f32): f32 {
  const x = f32x4.splat(addend), w = f32x4.splat(factor)
  let ${sums.map((sum) => `${sum} = x`).join(", ")}
  for (let i = 0; i < rounds; i++) {
    ${sums.map((sum) => `${sum} = f32x4.add(f32x4.mul(${sum}, w), x)`).join("\n    ")}
  }
  return f32x4.extract_lane(${sums.reduce((total, sum) => `f32x4.add(${total}, ${sum})`)}, 0)
}`

/** The little of the `WebAssembly` global that is needed; the compiler's own libraries declare it for browsers only. */
const { WebAssembly } = globalThis as unknown as {
  readonly WebAssembly: {
    readonly Module: new(bytes: Uint8Array) => object
    readonly Instance: new(module: object) => { readonly exports: { readonly multiplyAndAdd: (rounds: number, addend: number, factor: number) => number } }
  }
}

/**
 * Multiply-accumulates a second, in thousands of millions, that one core does at most with separate 128-bit
 * multiplications and additions in WebAssembly: what no kernel of ours can pass.
 */
export const processorPeak = async (): Promise<number> => {
  const { binary, stderr } = await asc.compileString(source, { optimizeLevel: 3, runtime: "stub", enable: ["simd"], noAssert: true })
  if (binary === null) throw new Error(`the loop that measures the processor does not compile: ${stderr.toString()}`)
  const { multiplyAndAdd } = new WebAssembly.Instance(new WebAssembly.Module(binary)).exports
  const rounds = 2_000_000
  let best = Infinity
  // The first runs are not compiled with all care yet.
  for (let run = 0; run < 30; run++) {
    const start = performance.now()
    multiplyAndAdd(rounds, 1, 0.5)
    best = Math.min(best, performance.now() - start)
  }
  return rounds * sums.length * lanes / best / 1e6
}
