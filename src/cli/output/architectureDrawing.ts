import type { Architecture } from "../../core/architecture/architecture.ts"
import { deriveArchitecture, type Ranking } from "../../core/architecture/derive.ts"
import type { Cell, Space } from "../../core/architecture/space.ts"
import { bold } from "./style.ts"
import { visible } from "./visible.ts"

interface Arrow {
  readonly from: string
  readonly operation: string
}

const nodeName = ({ inputs }: Cell, node: number): string => {
  if (node >= inputs) return `node ${node}`
  return inputs === 1 ? "input" : ["c_{k-2}", "c_{k-1}"][node] ?? `input ${node}`
}

const brace = (row: number, rows: number): string => {
  if (rows === 1) return "──"
  if (row === 0) return "─┐"
  return row === rows - 1 ? "─┴" : "─┤"
}

const arrowLines = (arrows: readonly Arrow[], node: string, from: number, operation: number): readonly string[] =>
  arrows.length === 0
    ? [`  ${"".padEnd(from)}    ${"nothing".padEnd(operation)}    ─▶ ${node}`]
    : arrows.map((arrow, row) =>
      `  ${arrow.from.padEnd(from)} ── ${`${arrow.operation} `.padEnd(operation + 1, "─")}─${brace(row, arrows.length)}`
      + (row === arrows.length - 1 ? `─▶ ${node}` : ""))

/**
 * An architecture as lines of text: for each computed node the operations that it sums, and what they read. Edges of
 * `none` are left out.
 */
export const architectureDrawing = (space: Space, architecture: Architecture): readonly string[] => {
  let first = 0
  return space.cells.flatMap((cell) => {
    const arrows = cell.edges.map(({ from, to }, e) => ({
      from: nodeName(cell, from), to, operation: visible(space.operations[architecture[first + e]!]!)
    })).filter(({ operation }) => operation !== "none")
    first += cell.edges.length
    const from = Math.max(5, ...arrows.map((arrow) => arrow.from.length))
    const operation = Math.max(7, ...arrows.map((arrow) => arrow.operation.length))
    const nodes = Array.from({ length: cell.nodes }, (_, n) => cell.inputs + n)
    return [
      `${bold(visible(cell.name))}${cell.inputs === 1 ? "" : " cell"}`,
      ...nodes.flatMap((node) => arrowLines(arrows.filter(({ to }) => to === node), nodeName(cell, node), from, operation)),
      ...(cell.inputs === 1 ? [] : [`  nodes ${nodes[0]} to ${nodes.at(-1)}, concatenated ─▶ c_k`])
    ]
  })
}

/** The architecture that A `[E, K]` stands for, drawn. */
export const genotypeDrawing = (space: Space, parameters: Float64Array, ranking: Ranking): readonly string[] =>
  architectureDrawing(space, deriveArchitecture(space, parameters, ranking))
