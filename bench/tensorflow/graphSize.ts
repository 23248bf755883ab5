import type { Architecture } from "../../src/core/architecture/architecture.ts"
import type { Network } from "../../src/effects/trainer/network/network.ts"
import type { Node } from "../../src/effects/trainer/tensorflow/graph/graph.ts"
import { outputs } from "../../src/effects/trainer/tensorflow/graph/names.ts"
import { trainingGraph } from "../../src/effects/trainer/tensorflow/graph/trainingGraph.ts"

/** The node that an input names: `node`, `node:1` or `^node`. */
const nodeOf = (input: string): string => input.replace(/^\^/u, "").replace(/:\d+$/u, "")

/** Nodes that run when one of them is asked for: those that it reads or waits for, however far back. */
export const nodesFor = (nodes: readonly Node[], asked: string): readonly Node[] => {
  const byName = new Map(nodes.map((node) => [node.name, node]))
  const found = new Map<string, Node>()
  const open = [asked]
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (found.has(name)) continue
    const node = byName.get(name)
    if (node === undefined) throw new Error(`the graph has no node ${name}`)
    found.set(name, node)
    open.push(...node.inputs.map(nodeOf))
  }
  return [...found.values()]
}

/** Nodes of one step that trains that architecture. */
export const stepNodes = (network: Network, architecture: Architecture): number =>
  nodesFor(trainingGraph(network, architecture, false).nodes, outputs.trained).length
