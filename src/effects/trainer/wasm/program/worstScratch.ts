import type { Network } from "../../network/network.ts"
import { unitsOf } from "../../network/stage.ts"
import type { ProgramRecord } from "./record.ts"
import { scratchBytes } from "./scratch.ts"
import { backwardKind, sizeWords, unitWords } from "./unitWords.ts"

/** Every kind of record that a program of the network may hold, without addresses. */
const shapes = ({ stem, stages, classifier, shape }: Network): readonly ProgramRecord[] => [
  ...[stem, ...stages.flatMap(unitsOf)].flatMap((unit): readonly ProgramRecord[] => {
    const words = unitWords(unit)
    return [{ kind: unit.kind, words }, { kind: backwardKind[unit.kind], words }]
  }),
  { kind: "head", words: { ...sizeWords(classifier.input), kernel: shape.classes } }
]

/** Bytes of scratch that a thread needs, over all programs of the network. */
export const worstScratch = (network: Network): number =>
  shapes(network).reduce((most, record) => Math.max(most, scratchBytes(record)), 0)
