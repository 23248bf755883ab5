import type { Architecture } from "../../../../src/core/architecture/architecture.ts"
import { allowedOperations, type Space } from "../../../../src/core/architecture/space.ts"
import { nasnet } from "../../../../src/core/architecture/spaces/nasnet.ts"
import { nb201 } from "../../../../src/core/architecture/spaces/nb201.ts"
import type { NetworkShape } from "../../../../src/effects/trainer/network/networkShape.ts"
import { hashedWord } from "../reference/hashed.ts"
import { stepRecords } from "../reference/pytorchResults.ts"

/** A network and its batch. */
export interface Case {
  readonly space: Space
  readonly channels: number
  readonly layers: number
  readonly classes: number
  /** `[images, channels, height, width]` */
  readonly images: readonly number[]
}

/** A user's own space. */
export const own = stepRecords.find(({ name }) => name === "own space")!.space

export const small: Case = { space: nasnet, channels: 4, layers: 3, classes: 10, images: [5, 3, 8, 8] }
export const staged: Case = { ...small, space: nb201 }

export const anyArchitecture = (space: Space, name: string): Architecture =>
  allowedOperations(space).map((allowed, e) => allowed[hashedWord(name, e) % allowed.length])

export const shapeOf = ({ space, channels, layers, classes, images }: Case): NetworkShape =>
  ({ space, channels, layers, classes, image: { channels: images[1], height: images[2], width: images[3] } })
