import * as E from "fp-ts/lib/Either.js"
import { canonicalJson } from "../../../core/codec/canonicalJson.ts"
import { decodeSafetensors, encodeSafetensors, type Tensor } from "../../checkpoint/safetensors.ts"
import { sha256 } from "../../log/sha256.ts"
import type { Network } from "../network/network.ts"
import type { NetworkShape } from "../network/networkShape.ts"
import type { NetworkState, RunningStatistics } from "./networkState.ts"

/** Which network a file belongs to: its metadata, and the options that people know them by. */
const describe = ({ space, channels, layers, image, classes }: NetworkShape): Readonly<Record<string, string>> => ({
  format: "pvll super-network 1",
  space: `${space.name} ${sha256(canonicalJson(space))}`,
  channels: `${channels}`,
  layers: `${layers}`,
  image: `${image.channels} x ${image.height} x ${image.width}`,
  classes: `${classes}`
})

/** Positive zeros only: a momentum of -0 is other bits. */
const isZero = ({ buffer, byteOffset, length }: Float32Array): boolean =>
  new Uint32Array(buffer, byteOffset, length).every((bits) => bits === 0)

const momentumOf = (name: string): string => `momentum/${name}`
const meanOf = (name: string): string => `running/${name}.mean`
const varianceOf = (name: string): string => `running/${name}.variance`

/**
 * The whole state as a safetensors file: the same bytes for the same state. Weights by their names, momentum under
 * "momentum/" where it is not 0, statistics under "running/".
 */
export const encodeState = ({ shape, parameters, normalisations }: Network, state: NetworkState): Uint8Array => {
  const tensors = new Map<string, Tensor>()
  for (const parameter of parameters) {
    tensors.set(parameter.name, { shape: parameter.shape, data: state.weights.get(parameter.name)! })
  }
  for (const { name, shape } of parameters) {
    const data = state.momentum.get(name)
    if (data !== undefined && !isZero(data)) tensors.set(momentumOf(name), { shape, data })
  }
  for (const { name, channels } of normalisations) {
    const statistics = state.running.get(name)
    if (statistics === undefined) continue
    tensors.set(meanOf(name), { shape: [channels.logical], data: statistics.mean })
    tensors.set(varianceOf(name), { shape: [channels.logical], data: statistics.variance })
  }
  return encodeSafetensors(tensors, describe(shape))
}

const sameShape = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((size, i) => size === b[i])

/** Reads a file of `encodeState`. Left: one clause on why it is none of this network's. */
export const decodeState = (network: Network, file: Uint8Array): E.Either<string, NetworkState> => {
  const decoded = decodeSafetensors(file)
  if (E.isLeft(decoded)) return decoded
  const { tensors, metadata } = decoded.right
  for (const [key, ours] of Object.entries(describe(network.shape))) {
    const theirs = metadata[key]
    if (theirs !== ours) {
      return E.left(theirs === undefined
        ? `it does not name its ${key}`
        : `it is of a network with ${key} ${theirs}, and this one has ${ours}`)
    }
  }
  const missing: string[] = []
  const take = (name: string, shape: readonly number[], needed: boolean): Float32Array | undefined => {
    const tensor = tensors.get(name)
    const fits = tensor !== undefined && sameShape(tensor.shape, shape)
    if (!fits && (needed || tensor !== undefined)) missing.push(name)
    return fits ? tensor.data : undefined
  }
  const weights = new Map<string, Float32Array>()
  const momentum = new Map<string, Float32Array>()
  for (const { name, shape } of network.parameters) {
    const weight = take(name, shape, true)
    const moved = take(momentumOf(name), shape, false)
    if (weight !== undefined) weights.set(name, weight)
    if (moved !== undefined) momentum.set(name, moved)
  }
  const running = new Map<string, RunningStatistics>()
  for (const { name, channels } of network.normalisations) {
    const mean = take(meanOf(name), [channels.logical], false)
    const variance = take(varianceOf(name), [channels.logical], mean !== undefined)
    if (mean !== undefined && variance !== undefined) running.set(name, { mean, variance })
  }
  return missing.length === 0
    ? E.right({ weights, momentum, running })
    : E.left(`its tensor ${missing[0]} is missing or has another shape`)
}
