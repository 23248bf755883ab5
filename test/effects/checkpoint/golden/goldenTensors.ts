import type { Tensor } from "../../../../src/effects/checkpoint/safetensors.ts"

/** What stands in both golden files. */
export const goldenTensors: ReadonlyMap<string, Tensor> = new Map([
  ["stem.weight", { shape: [2, 3], data: Float32Array.of(1, -2, 0.5, 3.25, -0, 1e-45) }],
  ["10", { shape: [], data: Float32Array.of(-0.5) }],
  ["größe", { shape: [0, 4], data: new Float32Array(0) }]
])

export const goldenMetadata = { network: "tiny", trainings: "3" }
