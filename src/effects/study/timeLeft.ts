/** A run as far as its time is concerned. */
export interface Pace {
  /** runs of one cell take about as long */
  readonly cell: string
  readonly planned: number
}

/**
 * How long the runs of a study still take: each as long as the others of its cell did, or, while none of these is
 * through, by the steps that all threads make in a second.
 */
export const timeLeft = (threads: number, now: () => number) => {
  const begun = now()
  const taken = new Map<string, { seconds: number; runs: number }>()
  const measured = new Map<Pace, number>()
  let steps = 0

  const perStep = (): number | null => (steps === 0 ? null : ((now() - begun) * threads) / steps)
  const whole = ({ cell, planned }: Pace): number | null => {
    const known = taken.get(cell)
    if (known !== undefined) return known.seconds / known.runs
    const each = perStep()
    return each === null ? null : planned * each
  }

  return {
    /** a run of the cell is through and took so long */
    took: ({ cell }: Pace, seconds: number): void => {
      const before = taken.get(cell) ?? { seconds: 0, runs: 0 }
      taken.set(cell, { seconds: before.seconds + seconds, runs: before.runs + 1 })
    },
    /** a run has measured so many; `from` of them before it was gone on with now */
    advanced: (run: Pace, now: number, from: number): void => {
      steps += Math.max(0, now - Math.max(from, measured.get(run) ?? from))
      measured.set(run, now)
    },
    /** about how long a whole run takes; null where nothing is known */
    whole,
    /** seconds until all of these are through; null where nothing is known */
    left: (runs: readonly Pace[]): number | null => {
      let sum = 0
      let longest = 0
      for (const run of runs) {
        const all = whole(run)
        if (all === null) return null
        const rest = all * (1 - Math.min(1, (measured.get(run) ?? 0) / Math.max(1, run.planned)))
        sum += rest
        longest = Math.max(longest, rest)
      }
      return Math.max(sum / threads, longest)
    }
  }
}
