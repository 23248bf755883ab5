import type { Candidate } from "../../network/operations.ts"
import type { Network } from "../../network/network.ts"
import type { Stage } from "../../network/stage.ts"
import { parameterWords, recordBytes } from "./record.ts"

/** Terms that one "sum" has room for. */
export const mostTerms = 6

/** Forward, "normalise" and a barrier; sums, coefficients, backward and a barrier. */
const recordsOfUnit = 7
/** An affine and a copy of the gradient. */
const recordsOfIdentity = 2
/** Two affine parameters, depthwise, pointwise. */
const parametersOfUnit = 4

const unitsIn = (candidate: Candidate | null): number => (candidate?.type === "units" ? candidate.units.length : 0)

const mostUnits = (candidates: readonly (Candidate | null)[]): number => Math.max(...candidates.map(unitsIn))

const stageUnits = ({ inputs, edges }: Stage): number =>
  inputs.length + edges.reduce((sum, { candidates }) => sum + mostUnits(candidates), 0)

/** Besides units: identities, the nodes' sums, zeros for gradients that nothing writes, a barrier. */
const otherRecords = ({ inputs, edges, nodes }: Stage): number =>
  edges.length * recordsOfIdentity + Math.ceil(edges.length / mostTerms) + 2 * nodes + inputs.length + 3

/** Stem, head, last normalisation and the update, with their barriers. */
const fixedRecords = 40

/** Bytes that no program of the network exceeds, its list of parameters included. */
export const programBytes = ({ stages }: Network): number => {
  const units = 1 + stages.reduce((sum, stage) => sum + stageUnits(stage), 0)
  const others = stages.reduce((sum, stage) => sum + otherRecords(stage), fixedRecords)
  const parameters = parametersOfUnit * (units + 1)
  return (units * recordsOfUnit + others) * recordBytes + parameters * 4 * parameterWords.length
}
