import { expect, it } from "vitest"
import { nasnet } from "../../../../../src/core/architecture/spaces/nasnet.ts"
import { nb201 } from "../../../../../src/core/architecture/spaces/nb201.ts"
import { halves } from "../../../../../src/effects/trainer/network/channels.ts"
import { candidate, knownOperations } from "../../../../../src/effects/trainer/network/operations.ts"
import { affineNormalisation } from "../../../../../src/effects/trainer/network/unit.ts"
import { normalisedOf, weightedSumOf } from "../../../../../src/effects/trainer/reference/layers.ts"
import { operationOf } from "../../../../../src/effects/trainer/reference/operations.ts"
import type { Tensor } from "../../../../../src/effects/trainer/reference/tensor.ts"
import { batchNormalisation } from "../../../../../src/effects/trainer/tensorflow/graph/batchNormalisation.ts"
import { applyUnit, scaled } from "../../../../../src/effects/trainer/tensorflow/graph/unit.ts"
import { agrees, openCase } from "../../parity/agrees.ts"
import type { Case } from "../../parity/cases.ts"
import { deviation } from "../../reference/deviation.ts"
import { hashed, hashedParameter } from "../../reference/hashed.ts"
import { type Build, operationAlone } from "../../reference/operationAlone.ts"
import { embeddedNetwork } from "../../wasm/parity/embedded.ts"
import { alone, type OperationResult } from "../graph/alone.ts"
import { describeTensorflow, heldSession } from "../session/heldSession.ts"
import { tensorflowNetwork } from "./tensorflowNetwork.ts"

const expectAgreement = (found: OperationResult, input: Tensor, build: Build): void => {
  const { output, byInput, byParameter } = operationAlone(input, build)
  expect(found.output.shape).toEqual(output.shape)
  expect(deviation(found.output.data, output.data), "output").toBeLessThan(1e-5)
  expect(deviation(found.byInput.data, byInput.data), "by the input").toBeLessThan(1e-4)
  expect([...found.byParameter.keys()].toSorted()).toEqual([...byParameter.keys()].toSorted())
  for (const [name, gradient] of byParameter) {
    expect(deviation(found.byParameter.get(name)!, gradient.data), `by ${name}`).toBeLessThan(1e-4)
  }
}

/** `[images, channels, height, width]`; the channels are a kernel's block, less than one, and no multiple of any. */
const maps = [[5, 8, 12, 12], [3, 16, 9, 7], [4, 6, 8, 11], [2, 3, 1, 5]]

describeTensorflow("operations of TensorFlow's engine", () => {
  const session = heldSession()
  const [strides, pools] = [[1, 2], [true, false]]

  it.each(knownOperations.filter((name) => name !== "none"))("%s alone gives the reference's output and gradients", async (operation) => {
    for (const shape of maps) {
      for (const stride of strides) {
        for (const normalisedPools of operation.includes("pool") ? pools : [true]) {
          const input = hashed(`${operation} ${shape}`, shape)
          const map = { channels: halves(shape[1]), height: shape[2], width: shape[3] }
          const place = { name: "o", stride, normalisedPools }
          const chosen = candidate(operation, { ...place, input: map })!
          const found = await alone(session(), input, (pass, from) => {
            if (chosen.type !== "units") return scaled(pass, from, 0)
            return chosen.units.reduce((to, unit, i) => applyUnit(pass, to, unit, i === chosen.units.length - 1 ? 0 : null), from)
          }, ({ name, shape }) => hashedParameter(name, shape).data, { softWeight: 0.7 })
          expectAgreement(found, input, (pass, from) =>
            weightedSumOf(pass, [operationOf(pass, operation, place, from)], [Math.fround(0.7)]))
        }
      }
    }
  })

  it("normalisation with gamma and beta gives the reference's output and gradients", async () => {
    for (const shape of maps) {
      const input = hashed("affine", shape)
      const normalisation = affineNormalisation("normalisation", halves(shape[1]))
      const found = await alone(session(), input, (pass, from) => batchNormalisation(pass, from, normalisation, null),
        ({ name, shape }) => hashedParameter(name, shape).data)
      expectAgreement(found, input, (pass, from) => normalisedOf(pass, from, "normalisation"))
    }
  })

  const open = tensorflowNetwork(session)
  const everywhere = [nasnet, nb201].flatMap((space) => space.operations.map((operation) => ({ space, operation })))

  it.each(everywhere)("$operation on every edge of a network of $space.name, at even and odd sizes: both engines agree", async ({ space, operation }) => {
    for (const [height, width] of [[8, 8], [9, 7]]) {
      const example: Case = { space, channels: 4, layers: 3, classes: 10, images: [4, 3, height, width] }
      const count = space.cells.reduce((sum, { edges }) => sum + edges.length, 0)
      const architecture = Array<number>(count).fill(space.operations.indexOf(operation))
      await agrees(await openCase(open, example), example, architecture, "images", await openCase(embeddedNetwork, example))
    }
  })
})
