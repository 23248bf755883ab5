import type { TrainerIdentity } from "../../../core/search/event.ts"

/** Raise it when our graphs, the initial weights or the order of images give other numbers. */
const ourVersion = "1"

/** All that TensorFlow's results depend on, beside what we give it to compute. */
export type Platform =
  | {
    readonly device: "cpu"
    /** of TensorFlow, as `2.21.0` */
    readonly library: string
    /** the widest instruction set of its kernels, as `avx512` */
    readonly instructions: string
    /** that one operation computes with: sums are cut by it */
    readonly threads: number
  }
  /** sums on a GPU are in no fixed order, so nothing more precise is worth a word */
  | { readonly device: "gpu"; readonly library: string }

const counted = (threads: number): string => `${threads} ${threads === 1 ? "thread" : "threads"}`

/** As it stands in a log: another platform is another version of the trainer, and deterministic on a CPU alone. */
export const tensorflowIdentity = (platform: Platform): TrainerIdentity => ({
  name: "tensorflow",
  version: platform.device === "cpu"
    ? `${ourVersion} (TensorFlow ${platform.library}, cpu ${platform.instructions}, ${counted(platform.threads)})`
    : `${ourVersion} (TensorFlow ${platform.library}, gpu)`,
  deterministic: platform.device === "cpu"
})

const written = /^\S+ \(TensorFlow ([^,]+), (?:cpu (\S+), (\d+) threads?|gpu)\)$/u

/** The platform that the identity of a log names; null where it is not TensorFlow's. */
export const platformOf = ({ name, version }: TrainerIdentity): Platform | null => {
  const parts = name === "tensorflow" ? written.exec(version) : null
  if (parts === null) return null
  const [, library, instructions, threads] = parts
  return instructions === undefined
    ? { device: "gpu", library: library! }
    : { device: "cpu", library: library!, instructions, threads: Number(threads) }
}
