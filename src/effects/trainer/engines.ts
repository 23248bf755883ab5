import type { ImageEngine } from "./ImageEngine.ts"
import { tensorflow } from "./tensorflow/tensorflow.ts"
import { wasm } from "./wasm/wasm.ts"

/** The engines that train on images. A new one is a folder, and one line here; the first one is what a search takes. */
export const engines = [
  wasm,
  tensorflow
] as const satisfies readonly ImageEngine[]

export type EngineName = (typeof engines)[number]["name"]

/** What a search trains with that is asked for no engine. */
export const defaultEngine = engines[0]

/** The engine of that name; null where there is none. */
export const engineNamed = (name: string): (typeof engines)[number] | null =>
  engines.find((engine) => engine.name === name) ?? null

export const isEngineName = (name: string | undefined): name is EngineName =>
  name !== undefined && engineNamed(name) !== null
