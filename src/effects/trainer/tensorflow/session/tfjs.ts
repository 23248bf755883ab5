import { createRequire } from "node:module"
import { join } from "node:path"
import util from "node:util"

/** A tensor of the package; gone when disposed. */
export interface Tensor {
  readonly dataSync: () => Float32Array | Int32Array
  readonly dispose: () => void
}

/** The part of the package's backend that runs graphs in a session of TensorFlow. */
export interface Backend {
  readonly isGPUPackage: boolean
  readonly isUsingGpuDevice: boolean
  readonly binding: { readonly TF_Version: string; readonly getNumOfTensors: () => number }
  readonly loadSavedModelMetaGraph: (folder: string, tags: string) => number
  readonly deleteSavedModel: (graph: number) => void
  readonly getNumOfSavedModels: () => number
  readonly runSavedModel: (
    graph: number, inputs: readonly Tensor[], names: readonly { readonly name: string; readonly tfDtype: string }[],
    outputs: readonly string[]
  ) => readonly Tensor[]
}

/** The part of `@tensorflow/tfjs-node` that is used. */
export interface Tfjs {
  readonly tensor: (values: Int32Array, shape: readonly number[], type: "int32") => Tensor
  readonly backend: () => Backend
  readonly memory: () => { readonly numTensors: number }
}

/** Functions of `node:util` that Node 23 took away and the package still calls. */
const putBack = (): void => {
  const had = util as { isNullOrUndefined?: unknown; isArray?: unknown }
  had.isNullOrUndefined ??= (value: unknown) => value === null || value === undefined
  had.isArray ??= Array.isArray
}

/** Loads the package with TensorFlow's library: once a process, a second or two. Throws where the library cannot be loaded. */
export const loadTfjs = (packageFolder: string): Tfjs => {
  putBack()
  return createRequire(join(packageFolder, "package.json"))(packageFolder) as Tfjs
}
