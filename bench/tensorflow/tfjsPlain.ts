import { sessionEnvironment } from "../../src/effects/trainer/tensorflow/session/environment.ts"
import type { Draw } from "../engine/architectures.ts"
import { peerSystem } from "../engine/peerSystem.ts"
import type { PeerSystem } from "../engine/system.ts"
import { startPeer } from "../peers/peerProcess.ts"
import { installed } from "./ours.ts"

/** The same step in plain operations of the package. */
export interface TfjsPlain extends PeerSystem {
  /** back to the initial weights */
  reset(): Promise<void>
  /** seconds of so many smallest operations, one after the other */
  eager(operations: number): Promise<number>
}

const written = ({ architecture, weights }: Draw) => ({ architecture, weights: [...weights] })

/** Takes the binding that our engine takes, with as many threads. */
export const tfjsPlain = async (threads: number): Promise<TfjsPlain> => {
  const { packageFolder } = installed()
  const environment = sessionEnvironment({ device: { type: "cpu" }, threads })
  const peer = await startPeer("tfjsPlain.ts", { packageFolder }, environment)
  if (peer === null) throw new Error("bench/peers/tfjsPlain.ts ended before it answered")
  return {
    ...await peerSystem("tfjs plain", peer, written),
    reset: async () => {
      await peer.ask({ reset: true })
    },
    eager: async (operations) => (await peer.ask({ eager: operations })).seconds
  }
}
