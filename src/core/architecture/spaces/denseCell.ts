import type { Cell } from "../space.ts"

/** A cell where every computed node reads every earlier node. Edges: node by node, each node's from node 0 on. */
export const denseCell = (name: string, inputs: number, nodes: number): Cell => ({
  name,
  inputs,
  nodes,
  edges: Array.from({ length: nodes }, (_, node) => inputs + node)
    .flatMap((to) => Array.from({ length: to }, (_, from) => ({ from, to })))
})
