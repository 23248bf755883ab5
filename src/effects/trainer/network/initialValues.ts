import { uniforms } from "../../../core/random/uniform.ts"
import type { Network } from "./network.ts"
import { sizeOf } from "./parameter.ts"
import type { Parameter } from "./parameter.ts"

const initialValue = (parameter: Parameter, seed: number, tensor: number): Float32Array => {
  const { initial } = parameter
  if ("constant" in initial) return new Float32Array(sizeOf(parameter)).fill(initial.constant)
  const bound = 1 / Math.sqrt(initial.fanIn)
  const draws = uniforms({ seed, stream: "network-initialisation", a: tensor, b: 0 }, sizeOf(parameter))
  return Float32Array.from(draws, (u) => bound * (2 * u - 1))
}

/**
 * The logical values that the network's parameters start with, by name: PyTorch's defaults, drawn for each tensor from
 * an address of its own, its number in `network.parameters`.
 */
export const initialValues = (network: Network, seed: number): ReadonlyMap<string, Float32Array> =>
  new Map(network.parameters.map((parameter, tensor) => [parameter.name, initialValue(parameter, seed, tensor)]))
