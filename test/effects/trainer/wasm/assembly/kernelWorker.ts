// One thread of a test: carries out its call of `run` and ends.
import { workerData } from "node:worker_threads"
import { instantiate } from "../../../../../src/effects/trainer/wasm/runtime/webAssembly.ts"
import type { KernelCall } from "./kernelMemory.ts"

const { module, memory, call } = workerData as KernelCall
instantiate<{ readonly run: (...call: ReadonlyArray<number>) => void }>(module, memory).run(...call)
