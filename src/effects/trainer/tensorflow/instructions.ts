import { readFileSync } from "node:fs"

/** What tells the forms of oneDNN's and Eigen's float32 kernels apart, the widest first; all flags have to be there. */
const sets: { readonly [arch: string]: readonly (readonly [name: string, ...flags: readonly string[]])[] } = {
  x64: [
    ["avx512", "avx512f", "avx512bw", "avx512dq", "avx512vl"],
    ["avx2", "avx2", "fma"],
    ["avx", "avx"],
    ["sse4"]
  ],
  arm64: [["sve", "sve"], ["neon"]]
}

/** The flags of the first processor, as `/proc/cpuinfo` has them: `flags` on x64, `Features` on arm64. */
const flagsOf = (cpuinfo: string): ReadonlySet<string> =>
  new Set(/^(?:flags|Features)\s*:(.*)$/mu.exec(cpuinfo)?.[1]?.trim().split(/\s+/u) ?? [])

const readCpuinfo = (): string => {
  try {
    return readFileSync("/proc/cpuinfo", "utf8")
  } catch {
    return ""
  }
}

/**
 * The widest instruction set of this processor that changes how float32 sums are cut: another one gives other last digits
 * in TensorFlow's kernels. The processor's architecture alone where it says nothing more.
 */
export const instructionSet = (arch: string = process.arch, cpuinfo: string = readCpuinfo()): string => {
  const flags = flagsOf(cpuinfo)
  return sets[arch]?.find(([, ...needed]) => needed.every((flag) => flags.has(flag)))?.[0] ?? arch
}
