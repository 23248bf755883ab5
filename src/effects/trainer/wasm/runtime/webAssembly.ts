/** The part of the WebAssembly interface that is used here; TypeScript has it only among the types of a browser. */
declare const WebAssembly: {
  readonly Module: new(bytes: Uint8Array) => CompiledModule
  readonly Instance: new(module: CompiledModule, imports: object) => { readonly exports: unknown }
  readonly Memory: new(size: { readonly initial: number; readonly maximum: number; readonly shared: true }) => SharedMemory
}

/** Compiled code: may be handed to another thread, which then need not compile it again. */
export interface CompiledModule {
  readonly [Symbol.toStringTag]: "WebAssembly.Module"
}

/** A memory that all threads see. */
export interface SharedMemory {
  readonly buffer: SharedArrayBuffer
}

const pageBytes = 65536

/** All of `bytes`, rounded up to whole pages, at once: it never grows. Throws where the system refuses. */
export const sharedMemory = (bytes: number): SharedMemory => {
  const pages = Math.ceil(bytes / pageBytes)
  return new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true })
}

export const compileModule = (bytes: Uint8Array): CompiledModule => new WebAssembly.Module(bytes)

/** The module's functions, working on `memory`. */
export const instantiate = <Exports>(module: CompiledModule, memory: SharedMemory): Exports =>
  new WebAssembly.Instance(module, { env: { memory, abort } }).exports as Exports

const abort = () => {
  throw new Error("the kernel gave up")
}
