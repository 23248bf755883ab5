import { startPeer } from "../peers/peerProcess.ts"
import { forPeer } from "./architectures.ts"
import type { System } from "./system.ts"
import { parameters, work } from "./work.ts"

/** PyTorch in a process of its own, which can tell how much memory it has taken at most (MiB). */
export interface PytorchSystem extends System {
  peak(): Promise<number>
}

/** Null where PyTorch is not installed. */
export const pytorch = async (layout: "channels_last" | "default", threads: number): Promise<PytorchSystem | null> => {
  const { channels, layers, classes, image, batch } = work
  const peer = await startPeer("superNetwork.py", {
    channels, cells: layers, classes, size: image.height, batch, threads, channelsLast: layout === "channels_last"
  })
  if (peer === null) return null
  const counted = (await peer.ask({ count: true })).parameters
  if (counted !== parameters) throw new Error(`the network of bench/peers/superNetwork.py has ${counted} parameters, not ${parameters}`)
  return {
    name: `pytorch ${layout}`,
    train: async (draw) => (await peer.ask({ train: forPeer(draw) })).seconds,
    validate: async (draw, statistics) => (await peer.ask({ validate: forPeer(draw), statistics })).seconds,
    peak: async () => (await peer.ask({ peak: true })).mebibytes,
    close: async () => peer.close()
  }
}
