import type { TrainerIdentity } from "../../../core/search/event.ts"

/** The embedded engine. Raise the version when its kernels, its initial weights or its order of images give other bits. */
export const wasmIdentity: TrainerIdentity = { name: "wasm", version: "1", deterministic: true }
