/** What an axis measures, and how it is drawn. */
export interface Axis {
  /** with its unit, such as `measured networks` or `test error (%)` */
  readonly title: string
  /** linear by default; what is not above 0 is left out of a log axis */
  readonly scale?: "linear" | "log"
  /** where the axis begins and ends; by default where the data do */
  readonly from?: number
  readonly to?: number
}

/** Whether a value has a place on the axis. */
export const hasPlace = (axis: Axis, value: number): boolean =>
  Number.isFinite(value) && (axis.scale !== "log" || value > 0)

/** Whether it also lies between the ends that the axis says. */
export const isWithin = (axis: Axis, value: number): boolean =>
  hasPlace(axis, value) && value >= (axis.from ?? -Infinity) && value <= (axis.to ?? Infinity)
