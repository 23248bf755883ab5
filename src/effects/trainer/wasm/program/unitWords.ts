import type { MapShape } from "../../network/featureMap.ts"
import type { Unit } from "../../network/unit.ts"
import type { ProgramRecord, RecordKind } from "./record.ts"

type Words = ProgramRecord["words"]

/** The words that say what a record of the unit does, whatever its addresses. */
export const unitWords = ({ relu, input, output, window }: Unit): Words => ({
  relu: relu ? 1 : 0,
  channels: input.channels.physical,
  height: input.height,
  width: input.width,
  kernel: window.kernel,
  dilation: window.dilation,
  stride: window.stride,
  padding: window.padding,
  outputChannels: output.channels.physical,
  outputHeight: output.height,
  outputWidth: output.width
})

/** The size of a map that is read. */
export const sizeWords = ({ channels, height, width }: MapShape): Words =>
  ({ channels: channels.physical, height, width })

/** The size of a map that was written. */
export const outputWords = ({ channels, height, width }: MapShape): Words =>
  ({ outputChannels: channels.physical, outputHeight: height, outputWidth: width })

/** The backward record of each kind of unit. */
export const backwardKind = {
  separable: "separableBackward",
  pointwise: "pointwiseBackward",
  factorised: "factorisedBackward",
  dense: "denseBackward",
  maxPool: "maxPoolBackward",
  averagePool: "averagePoolBackward"
} as const satisfies { readonly [K in Unit["kind"]]: RecordKind }
