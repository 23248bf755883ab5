import type { Axis } from "./axis.ts"

/** What every plot has. */
export interface PlotFrame {
  readonly title?: string
  /** a line below the title, such as what bands and bars stand for */
  readonly subtitle?: string
  readonly x: Axis
}
