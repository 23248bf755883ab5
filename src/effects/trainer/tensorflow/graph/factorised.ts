import { centredWindow } from "../../network/featureMap.ts"
import type { Unit } from "../../network/unit.ts"
import { concatenation } from "./concatenation.ts"
import { convolution } from "./convolution.ts"
import type { Pass } from "./pass.ts"
import { phase } from "./phases.ts"
import type { FeatureMap } from "./tape.ts"

const onePixel = centredWindow(1, 1)

/**
 * Two 1x1 convolutions at stride 2, the second one pixel off, joined. At odd sizes the second one would end a pixel
 * early; there it reads zeros. Each reads its own quarter of the map at stride 1: oneDNN's gradient of a 1x1 kernel at
 * stride 2 writes beyond its memory.
 */
export const factorised = (pass: Pass, input: FeatureMap, { pointwise: [even, odd] }: Unit): FeatureMap =>
  concatenation(pass, [
    convolution(pass, phase(pass, input, 2, 0), even!, onePixel),
    convolution(pass, phase(pass, input, 2, 1), odd!, onePixel)
  ])
