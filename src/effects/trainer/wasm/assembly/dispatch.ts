import { averagePool } from "./averagePool"
import { averagePoolBackward } from "./averagePoolBackward"
import { constantAffine } from "./constantAffine"
import { dense } from "./dense"
import { denseBackward } from "./denseBackward"
import { descend } from "./descend"
import { factorised } from "./factorised"
import { factorisedBackward } from "./factorisedBackward"
import { gradientNorm } from "./gradientNorm"
import { gradientSums } from "./gradientSums"
import { head } from "./head"
import { maxPool } from "./maxPool"
import { maxPoolBackward } from "./maxPoolBackward"
import { normalise } from "./normalise"
import { normaliseBackward } from "./normaliseBackward"
import { pointwise } from "./pointwise"
import { pointwiseBackward } from "./pointwiseBackward"
import { prepare } from "./prepare"
import { Record, Slice } from "./record"
import { scaledCopy } from "./scaledCopy"
import { separable } from "./separable"
import { separableBackward } from "./separableBackward"
import { sum } from "./sum"
import { zero } from "./zero"

/** Calls the function of a record's kind. The numbers are places in `recordKinds` of `program/record.ts`. */
export function dispatch(record: Record, slice: Slice): void {
  switch (record.kind) {
    case 1: return separable(record, slice)
    case 2: return pointwise(record, slice)
    case 3: return factorised(record, slice)
    case 4: return dense(record, slice)
    case 5: return maxPool(record, slice)
    case 6: return averagePool(record, slice)
    case 7: return normalise(record, slice)
    case 8: return constantAffine(record, slice)
    case 9: return sum(record, slice)
    case 10: return gradientSums(record, slice)
    case 11: return normaliseBackward(record, slice)
    case 12: return separableBackward(record, slice)
    case 13: return pointwiseBackward(record, slice)
    case 14: return factorisedBackward(record, slice)
    case 15: return denseBackward(record, slice)
    case 16: return maxPoolBackward(record, slice)
    case 17: return averagePoolBackward(record, slice)
    case 18: return scaledCopy(record, slice)
    case 19: return zero(record, slice)
    case 20: return head(record, slice)
    case 21: return prepare(record, slice)
    case 22: return gradientNorm(record, slice)
    case 23: return descend(record, slice)
  }
}
