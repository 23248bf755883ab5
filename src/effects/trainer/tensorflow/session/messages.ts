import type { FileError } from "./fileProblem.ts"

/** What the process that holds TensorFlow is started with, as its only argument in JSON. */
export interface SessionTask {
  /** folder of the package that brings the binding */
  readonly packageFolder: string
  /** its own folder, which goes with it */
  readonly folder: string
}

/** The descriptor that the file with the batches has in that process, behind the three of every process and the channel. */
export const sharedDescriptor = 4

/** Numbers that are fed to a graph, as bits: sent with the request, or from a place of the shared file on. */
export interface Feed {
  /** of the placeholder */
  readonly name: string
  readonly shape: readonly number[]
  readonly values: Int32Array | { readonly at: number; readonly length: number }
}

/** Asked of that process, one at a time. */
export type Request =
  /** takes a graph in place of the one before; what that one held is gone */
  | { readonly type: "load"; readonly model: Uint8Array }
  /** runs the graph up to one output */
  | { readonly type: "run"; readonly feeds: readonly Feed[]; readonly output: string }

/** What TensorFlow holds for us after a request. */
export interface Held {
  readonly tensors: number
  readonly graphs: number
}

export type Answer =
  | { readonly type: "ready"; readonly version: string; readonly gpu: boolean }
  | { readonly type: "done"; readonly values: Float32Array; readonly held: Held }
  /** what TensorFlow said */
  | { readonly type: "failed"; readonly message: string }
  /** the graph's file could not be made, as the system says it */
  | { readonly type: "unwritten" } & FileError
