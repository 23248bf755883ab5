import { duration, significant } from "./numbers.ts"

export interface Position {
  readonly done: number
  readonly total: number
  /** what a person wants to see beside the bar, for example the best loss so far */
  readonly note: string
  /** in place of numbers, rate and time left, where a verb says these in a way of its own */
  readonly text?: string
  /** the rate is measured anew when this changes */
  readonly phase?: string
}

export interface Progress {
  readonly report: (position: Position) => void
  /** A line that stays, such as a warning. */
  readonly line: (text: string) => void
  /** Leaves the last state standing. */
  readonly end: () => void
}

export interface ProgressOptions {
  readonly stream: Pick<NodeJS.WriteStream, "write" | "isTTY" | "columns">
  readonly quiet: boolean
  /** seconds */
  readonly now: () => number
}

const redrawEvery = 0.1
const lineEvery = 5

const bar = (fraction: number, width: number): string => {
  const full = Math.round(fraction * width)
  return "█".repeat(full) + "░".repeat(width - full)
}

/** How fast it goes and how long it will still take, once there is something to tell it from. */
const pace = (made: number, left: number, seconds: number): string => {
  if (made === 0 || seconds === 0) return ""
  const rate = made / seconds
  const speed = rate >= 1 ? `${significant(rate, 3)}/s` : `${duration(1 / rate)} each`
  return left === 0 ? `, ${speed}` : `, ${speed}, ${duration(left / rate)} left`
}

/**
 * Progress on standard error: a bar that redraws itself on a terminal, a line every few seconds elsewhere,
 * nothing at all with `--quiet`.
 */
export const makeProgress = ({ stream, quiet, now }: ProgressOptions): Progress => {
  const terminal = stream.isTTY === true
  let start: { readonly done: number; readonly at: number; readonly phase: string | undefined } | null = null
  let drawnAt = -Infinity
  let latest: Position | null = null
  let drawn: Position | null = null

  const text = (position: Position): string => {
    if (position.text !== undefined) return terminal ? `${bar(position.done / position.total, (stream.columns || 80) < 110 ? 8 : 20)} ${position.text}` : position.text
    const made = position.done - start!.done
    const numbers = `${position.done}/${position.total}`
    const rest = `${numbers}${pace(made, position.total - position.done, now() - start!.at)}${position.note && `, ${position.note}`}`
    return terminal ? `${bar(position.total === 0 ? 1 : position.done / position.total, 20)} ${rest}` : rest
  }
  const clear = (): void => {
    if (terminal && drawn !== null) stream.write("\r\u001b[2K")
  }
  const draw = (position: Position): void => {
    const line = text(position)
    stream.write(terminal ? `\r\u001b[2K${line.slice(0, Math.max(20, (stream.columns || 80) - 1))}` : `${line}\n`)
    drawn = position
    drawnAt = now()
  }

  if (quiet) return { report: () => {}, line: () => {}, end: () => {} }
  return {
    report: (position) => {
      if (start === null && !terminal) drawnAt = now()
      if (start === null || start.phase !== position.phase) start = { done: position.done, at: now(), phase: position.phase }
      latest = position
      if (now() - drawnAt >= (terminal ? redrawEvery : lineEvery)) draw(position)
    },
    line: (line) => {
      clear()
      stream.write(`${line}\n`)
      if (terminal && latest !== null) draw(latest)
    },
    end: () => {
      if (latest !== null && latest !== drawn) draw(latest)
      if (terminal && drawn !== null) stream.write("\n")
      start = latest = drawn = null
    }
  }
}

/** Progress of a verb, on the real standard error. */
export const standardErrorProgress = (quiet: boolean): Progress =>
  makeProgress({ stream: process.stderr, quiet, now: () => performance.now() / 1000 })
