import { availableParallelism } from "node:os"
import type { Device } from "./device.ts"
import { type Installation, installation } from "./installation.ts"
import { instructionSet } from "./instructions.ts"
import type { Platform } from "./tensorflowIdentity.ts"

/** What of a machine TensorFlow's results depend on. */
export interface Machine {
  /** a string is the sentence that says how to get it */
  readonly installation: (variant: "cpu" | "gpu") => Pick<Installation, "tensorflow"> | string
  readonly instructions: () => string
  readonly cores: () => number
}

const thisMachine: Machine = { installation, instructions: instructionSet, cores: availableParallelism }

/** The variant that computes on a device: the processor is served by the one with CUDA too, where that alone is there. */
export const variantFor = (
  device: Device, { installation }: Pick<Machine, "installation"> = thisMachine
): "cpu" | "gpu" =>
  device.type === "gpu" || (typeof installation("cpu") === "string" && typeof installation("gpu") !== "string") ? "gpu" : "cpu"

/**
 * The platform that TensorFlow has here for a device and a number of threads (undefined: one a core); a string is the
 * sentence that says why it has none, with the way out.
 */
export const presentPlatform = (
  device: Device, threads: number | undefined, machine: Machine = thisMachine
): Platform | string => {
  const found = machine.installation(variantFor(device, machine))
  if (typeof found === "string") return found
  return device.type === "gpu"
    ? { device: "gpu", library: found.tensorflow }
    : {
      device: "cpu", library: found.tensorflow,
      instructions: machine.instructions(), threads: threads ?? machine.cores()
    }
}
