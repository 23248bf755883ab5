import { startPeer } from "../peers/peerProcess.ts"
import { forPeer } from "./architectures.ts"
import { peerSystem } from "./peerSystem.ts"
import type { PeerSystem } from "./system.ts"
import { work } from "./work.ts"

/** Null where PyTorch is not installed. */
export const pytorch = async (layout: "channels_last" | "default", threads: number): Promise<PeerSystem | null> => {
  const { channels, layers, classes, image, batch } = work
  const peer = await startPeer("superNetwork.py", {
    channels, cells: layers, classes, size: image.height, batch, threads, channelsLast: layout === "channels_last"
  })
  return peer === null ? null : peerSystem(`pytorch ${layout}`, peer, forPeer)
}
