/** Whether the deviations that an estimator gives are as large as its errors. */
export interface Calibration {
  /** share of the truths within 1 and within 2 deviations; 0.683 and 0.954 where errors are normal and of that size */
  readonly within1: number
  readonly within2: number
  /** mean of (error / deviation)^2: 1 where the size is right, above 1 where the estimator is too sure of itself */
  readonly squaredError: number
}

/**
 * From errors in units of their deviations, `[n]`, n from 1 on. null where one is infinite, a wrong prediction with a
 * deviation of 0, as the spread of a single nearest neighbour: that says nothing of how sure the prediction is.
 */
export const calibration = (standardised: Float64Array): Calibration | null => {
  const squaredError = standardised.reduce((sum, z) => sum + z * z, 0) / standardised.length
  if (!Number.isFinite(squaredError)) return null
  const share = (limit: number): number =>
    standardised.filter((z) => Math.abs(z) <= limit).length / standardised.length
  return {
    within1: share(1),
    within2: share(2),
    squaredError
  }
}
