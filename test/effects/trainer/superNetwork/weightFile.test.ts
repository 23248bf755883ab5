import * as E from "fp-ts/lib/Either.js"
import { describe, expect, it } from "vitest"
import { nasnet } from "../../../../src/core/architecture/spaces/nasnet.ts"
import { decodeSafetensors, encodeSafetensors } from "../../../../src/effects/checkpoint/safetensors.ts"
import { initialValues } from "../../../../src/effects/trainer/network/initialValues.ts"
import { type Network, networkOf } from "../../../../src/effects/trainer/network/network.ts"
import type { NetworkState } from "../../../../src/effects/trainer/superNetwork/networkState.ts"
import { decodeState, encodeState } from "../../../../src/effects/trainer/superNetwork/weightFile.ts"

const shape = { space: nasnet, channels: 3, layers: 2, image: { channels: 1, height: 7, width: 7 }, classes: 4 }

const built = (changes: Partial<typeof shape> = {}): Network => {
  const network = networkOf({ ...shape, ...changes })
  if (E.isLeft(network)) throw new Error(network.left)
  return network.right
}

const network = built()
const [first] = network.parameters
const zeros = new Map(network.parameters.map(({ name, shape }) => [name, new Float32Array(shape.reduce((a, b) => a * b, 1))]))

const state: NetworkState = {
  weights: initialValues(network, 5),
  momentum: new Map([...zeros, [first!.name, zeros.get(first!.name)!.map((_, i) => -i)]]),
  running: new Map(network.normalisations.map(({ name, channels: { logical } }, i) =>
    [name, { mean: new Float32Array(logical).fill(i), variance: new Float32Array(logical).fill(1 / (i + 1)) }]))
}

const clause = (file: Uint8Array, reader = network): string => {
  const decoded = decodeState(reader, file)
  return E.isLeft(decoded) ? decoded.left : "it fits"
}

/** The file with other tensors. */
const edited = (edit: (tensors: Map<string, { readonly shape: readonly number[]; readonly data: Float32Array }>) => void): Uint8Array => {
  const decoded = decodeSafetensors(encodeState(network, state))
  if (E.isLeft(decoded)) throw new Error(decoded.left)
  const tensors = new Map(decoded.right.tensors)
  edit(tensors)
  return encodeSafetensors(tensors, decoded.right.metadata)
}

describe("a file of weights", () => {
  it("gives the state back, and the same state the same bytes", () => {
    const file = encodeState(network, state)
    const read = decodeState(network, file)
    expect(E.isRight(read) && encodeState(network, read.right)).toEqual(file)
    expect(E.isRight(read) && read.right.weights).toEqual(state.weights)
    expect(E.isRight(read) && read.right.running).toEqual(state.running)
  })

  it("leaves out the momentum of what was never trained", () => {
    const read = decodeState(network, encodeState(network, state))
    expect(E.isRight(read) && [...read.right.momentum.keys()]).toEqual([first!.name])
  })

  it("names the tensors and the network for other programs", () => {
    const decoded = decodeSafetensors(encodeState(network, state))
    if (E.isLeft(decoded)) throw new Error(decoded.left)
    const { tensors, metadata } = decoded.right
    expect(tensors.get("classifier.weight")!.shape[0]).toBe(4)
    expect([...tensors.keys()].filter((name) => name.startsWith("momentum/"))).toEqual([`momentum/${first!.name}`])
    expect(tensors.has("running/stem.normalisation.mean") && tensors.has("running/stem.normalisation.variance")).toBe(true)
    expect(metadata).toMatchObject({
      format: "pvll super-network 1", channels: "3", layers: "2", image: "1 x 7 x 7", classes: "4"
    })
    expect(metadata["space"]).toMatch(/^nasnet [0-9a-f]{64}$/)
  })

  it("is refused by another network, with what differs", () => {
    const file = encodeState(network, state)
    expect(clause(file, built({ channels: 4 }))).toBe("it is of a network with channels 3, and this one has 4")
    expect(clause(file, built({ classes: 5 }))).toBe("it is of a network with classes 4, and this one has 5")
    expect(clause(file, built({ space: { ...nasnet, name: "mine" } }))).toMatch(/^it is of a network with space nasnet .* and this one has mine /)
  })

  it("is refused where it is not complete or not ours", () => {
    expect(clause(edited((tensors) => tensors.delete("classifier.bias")))).toBe(
      "its tensor classifier.bias is missing or has another shape")
    expect(clause(edited((tensors) => tensors.set("classifier.bias", { shape: [5], data: new Float32Array(5) })))).toBe(
      "its tensor classifier.bias is missing or has another shape")
    expect(clause(edited((tensors) => tensors.delete("running/stem.normalisation.variance")))).toBe(
      "its tensor running/stem.normalisation.variance is missing or has another shape")
    expect(clause(encodeSafetensors(new Map(), {}))).toBe("it does not name its format")
  })
})
