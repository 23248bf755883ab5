import type { MapShape } from "../../network/featureMap.ts"
import type { MapPlace } from "./mapPlace.ts"
import type { ProgramRecord } from "./record.ts"

/** The gradient of the loss by a map as its readers see it. Several records may add to it. */
export interface GradientMap {
  readonly place: MapPlace
  readonly shape: MapShape
  /** the gradient of a wider map, of which this is a part; it is complete before anything is added to the part */
  readonly whole: GradientMap | null
}

interface Step {
  readonly phase: number
  readonly record: ProgramRecord
  readonly target: GradientMap | null
}

/**
 * Records by phases. Between phases is a barrier; within one, each slice goes through the records in order. So a record
 * may stand in the same phase as those it reads from, unless it needs the sums of all slices. Everything stands in the
 * first phase that it can, whichever cell it belongs to: that leaves as few barriers as the longest chain of
 * normalisations has.
 */
export interface Schedule {
  /** `target`: the gradient that the record writes or adds to */
  readonly add: (phase: number, record: ProgramRecord, target?: GradientMap | null) => void
  /** the phase that the last record which writes this gradient, or the one it is part of, stands in; null: none does */
  readonly written: (gradient: GradientMap) => number | null
  /** records so far */
  readonly size: () => number
  /** the last phase of the records from the `mark`-th on; `least` where there are none */
  readonly lastPhase: (mark: number, least: number) => number
  /** all records in order, with the barriers */
  readonly records: () => readonly ProgramRecord[]
}

const barrier: ProgramRecord = { kind: "barrier", words: {} }

export const schedule = (): Schedule => {
  const steps: Step[] = []
  const lastWrite = new Map<GradientMap, number>()
  const written = (gradient: GradientMap): number | null => {
    const own = lastWrite.get(gradient) ?? null
    const whole = gradient.whole === null ? null : written(gradient.whole)
    return own === null || whole === null ? (own ?? whole) : Math.max(own, whole)
  }
  return {
    add: (phase, record, target = null) => {
      steps.push({ phase, record, target })
      if (target !== null) lastWrite.set(target, Math.max(phase, lastWrite.get(target) ?? phase))
    },
    written,
    size: () => steps.length,
    lastPhase: (mark, least) => steps.slice(mark).reduce((last, { phase }) => Math.max(last, phase), least),
    records: () => {
      const records: ProgramRecord[] = []
      const begun = new Set<GradientMap>()
      let now = 0
      for (const { phase, record, target } of steps.toSorted((a, b) => a.phase - b.phase)) {
        if (phase > now) records.push(barrier)
        now = phase
        const accumulates = target !== null && (begun.has(target) || (target.whole !== null && begun.has(target.whole)))
        if (target !== null) begun.add(target)
        records.push(accumulates ? { ...record, words: { ...record.words, accumulate: 1 } } : record)
      }
      return records
    }
  }
}
