import { describe, expect, it } from "vitest"
import { deviation } from "./deviation.ts"
import { operationRecords, unpacked } from "./pytorchResults.ts"
import { recordedOperation, recordedTensors } from "./recordedOperation.ts"

const kinds = [...new Set(operationRecords.map(({ kind }) => kind))]

/** The records' numbers are float64 ones rounded to float32. */
const rounding = 1e-7

describe("the plain reference's operations give what PyTorch's give", () => {
  it.each(kinds)("%s: output and every gradient", (kind) => {
    for (const record of operationRecords.filter((record) => record.kind === kind)) {
      const { output, gradients } = recordedOperation(record, recordedTensors(record))
      expect(output.shape, record.name).toEqual(record.outputShape)
      expect(deviation(output.data, unpacked(record.output)), `${record.name}: output`).toBeLessThan(rounding)
      expect([...gradients.keys()]).toEqual(Object.keys(record.gradients))
      for (const [tensor, gradient] of gradients) {
        expect(deviation(gradient.data, unpacked(record.gradients[tensor])), `${record.name}: by ${tensor}`)
          .toBeLessThan(rounding)
      }
    }
  })
})
