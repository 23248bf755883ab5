import type { PeerProcess } from "../peers/peerProcess.ts"
import type { Draw } from "./architectures.ts"
import type { PeerSystem } from "./system.ts"
import { parameters } from "./work.ts"

/** A program of bench/peers that trains the super-network; `written`: a draw as it reads it. */
export const peerSystem = async (
  name: string, peer: PeerProcess, written: (draw: Draw) => unknown
): Promise<PeerSystem> => {
  const counted = (await peer.ask({ count: true })).parameters
  if (counted !== parameters) throw new Error(`the network of ${name} has ${counted} parameters, not ${parameters}`)
  let lastLoss = NaN
  const timed = async (request: unknown): Promise<number> => {
    const { seconds, loss } = await peer.ask(request)
    lastLoss = loss
    return seconds
  }
  return {
    name,
    train: (draw) => timed({ train: written(draw) }),
    validate: (draw, statistics) => timed({ validate: written(draw), statistics }),
    lastLoss: () => lastLoss,
    peak: async () => (await peer.ask({ peak: true })).mebibytes,
    close: async () => peer.close()
  }
}
