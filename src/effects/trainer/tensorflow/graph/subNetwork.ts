import type { Architecture } from "../../../../core/architecture/architecture.ts"
import type { Network } from "../../network/network.ts"
import { batchNormalisation } from "./batchNormalisation.ts"
import { classify, type Verdict } from "./classifier.ts"
import type { Output } from "./graph.ts"
import type { Pass } from "./pass.ts"
import { relu } from "./relu.ts"
import { applyStage } from "./stage.ts"
import type { FeatureMap } from "./tape.ts"
import { applyUnit } from "./unit.ts"

/** A sampled sub-network on a batch: `images` `[images, height, width, channels]`, `labels` int32 `[images]`. */
export const subNetwork = (
  pass: Pass, network: Network, architecture: Architecture, images: Output, labels: Output
): Verdict => {
  const { channels, height, width } = network.images
  const input: FeatureMap = { output: images, height, width, channels: channels.logical }
  const outputs = [applyUnit(pass, input, network.stem, null)]
  for (const stage of network.stages) outputs.push(applyStage(pass, stage, architecture, outputs))
  const last = outputs.at(-1)!
  const { lastNormalisation } = network
  const maps = lastNormalisation === null ? last : relu(pass, batchNormalisation(pass, last, lastNormalisation, null))
  return classify(pass, maps, network, labels)
}
