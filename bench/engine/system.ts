import type { Draw } from "./architectures.ts"

export type Statistics = "running" | "batch"

/** One program that trains the super-network; times are seconds. */
export interface System {
  readonly name: string
  /** forward, backward, clipping and SGD of one batch */
  train(draw: Draw): Promise<number>
  /** the forward pass of one batch, without gradients: normalised by running means, or by the batch as in our default */
  validate(draw: Draw, statistics: Statistics): Promise<number>
  /** mean loss of the batch before: what shows that two systems do the same work */
  lastLoss(): number
  close(): Promise<void>
}

/** A system in a process of its own, which can tell how much memory that has taken at most (MiB). */
export interface PeerSystem extends System {
  peak(): Promise<number>
}

/** So many rounds, or fewer when it is later than `until` (`performance.now()`); one at least. */
export interface Rounds {
  readonly most: number
  readonly until: number
}

/** Measures each system in turn, so that all of them meet the same machine: their times, round by round. */
export const inTurn = async (
  systems: readonly System[],
  { most, until }: Rounds,
  measure: (system: System, round: number) => Promise<number>
): Promise<readonly (readonly number[])[]> => {
  const times = systems.map((): number[] => [])
  for (let round = 0; round === 0 || (round < most && performance.now() < until); round++) {
    for (const [index, system] of systems.entries()) times[index]!.push(await measure(system, round))
  }
  return times
}
