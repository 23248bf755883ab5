const splitter = 134217729

/**
 * a * b - product, exactly, where product is a * b rounded (Dekker 1971, with Veltkamp's splitting into 26-bit halves).
 * Exact while neither a * 2^27 nor the product leaves the normal range.
 */
export const productError = (a: number, b: number, product: number): number => {
  const liftedA = splitter * a
  const liftedB = splitter * b
  const highA = liftedA - (liftedA - a)
  const highB = liftedB - (liftedB - b)
  const lowA = a - highA
  const lowB = b - highB
  return lowA * lowB - (((product - highA * highB) - lowA * highB) - highA * lowB)
}
