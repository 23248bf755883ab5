import { nasnet } from "../../src/core/architecture/spaces/nasnet.ts"

/** What every system trains: the paper's super-network on images of the shape of CIFAR-10. */
export const work = {
  space: nasnet,
  channels: 16,
  layers: 8,
  image: { channels: 3, height: 32, width: 32 },
  classes: 10,
  batch: 64
} as const

/** Of the super-network with all its candidates; a peer with another number would do other work. */
export const parameters = 1_930_618
