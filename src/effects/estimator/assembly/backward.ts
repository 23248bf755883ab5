import {
  CELL, cells, cellSlope, cellTanh, edges, gates, gateSlopes, gateStride, hidden, hiddenSlope, hiddenTiles, inputs,
  NUMBER, operations, outputSlope, outputWeights, parameters, rows, VECTOR
} from "./layout"
import { addProduct } from "./vectorMath"

/** From the head to the last states: dh = output weights times the slope of the output, dc = 0. */
function start(): void {
  const a = v128.load(outputSlope), b = v128.load(outputSlope, 16)
  for (let j: usize = 0; j < hidden; j++) {
    const weight = v128.load64_splat(outputWeights + j * NUMBER)
    v128.store(hiddenSlope + j * CELL, f64x2.mul(a, weight))
    v128.store(hiddenSlope + j * CELL, f64x2.mul(b, weight), 16)
  }
  memory.fill(cellSlope, 0, hidden * CELL)
}

/** The slopes of the gates at edge t from dh and dc; dc moves on to the edge before. */
function gateStep(t: usize): void {
  const one = f64x2.splat(1)
  const part = hidden * CELL
  let gate = gates + t * gateStride
  let slope = gateSlopes + t * gateStride
  let before = cells + t * part
  let tanhC = cellTanh + t * part
  let dhAt = hiddenSlope
  for (let dcAt = cellSlope, last = cellSlope + part; dcAt < last; dcAt += VECTOR) {
    const i = v128.load(gate), f = v128.load(gate + part)
    const g = v128.load(gate + 2 * part), o = v128.load(gate + 3 * part)
    const tanh = v128.load(tanhC)
    const dh = v128.load(dhAt)
    const throughTanh = f64x2.mul(f64x2.mul(dh, o), f64x2.sub(one, f64x2.mul(tanh, tanh)))
    const dc = f64x2.add(v128.load(dcAt), throughTanh)
    v128.store(slope, f64x2.mul(f64x2.mul(dc, g), f64x2.mul(i, f64x2.sub(one, i))))
    v128.store(slope + part, f64x2.mul(f64x2.mul(dc, v128.load(before)), f64x2.mul(f, f64x2.sub(one, f))))
    v128.store(slope + 2 * part, f64x2.mul(f64x2.mul(dc, i), f64x2.sub(one, f64x2.mul(g, g))))
    v128.store(slope + 3 * part, f64x2.mul(f64x2.mul(dh, tanh), f64x2.mul(o, f64x2.sub(one, o))))
    v128.store(dcAt, f64x2.mul(dc, f))
    gate += VECTOR
    slope += VECTOR
    before += VECTOR
    tanhC += VECTOR
    dhAt += VECTOR
  }
}

/** dh for the edge before t: U^T times the slopes of the gates, from row 0 up, four units at a time. */
function hiddenStep(t: usize): void {
  const from = gateSlopes + t * gateStride
  const last = from + rows * CELL
  let w = hiddenTiles
  for (let j: usize = 0; j < hidden; j += 4) {
    let a0 = f64x2.splat(0), a1 = a0, a2 = a0, a3 = a0, b0 = a0, b1 = a0, b2 = a0, b3 = a0
    for (let slope = from; slope < last; slope += CELL, w += CELL) {
      const sa = v128.load(slope), sb = v128.load(slope, 16)
      let weight = v128.load64_splat(w)
      a0 = addProduct(a0, weight, sa)
      b0 = addProduct(b0, weight, sb)
      weight = v128.load64_splat(w, 8)
      a1 = addProduct(a1, weight, sa)
      b1 = addProduct(b1, weight, sb)
      weight = v128.load64_splat(w, 16)
      a2 = addProduct(a2, weight, sa)
      b2 = addProduct(b2, weight, sb)
      weight = v128.load64_splat(w, 24)
      a3 = addProduct(a3, weight, sa)
      b3 = addProduct(b3, weight, sb)
    }
    const out = hiddenSlope + j * CELL
    v128.store(out, a0)
    v128.store(out, b0, 16)
    v128.store(out, a1, 32)
    v128.store(out, b1, 48)
    v128.store(out, a2, 64)
    v128.store(out, b2, 80)
    v128.store(out, a3, 96)
    v128.store(out, b3, 112)
  }
}

/** Backpropagation through time for the block whose trace `forward` left, from `outputSlope` on. */
export function backward(): void {
  start()
  for (let t = edges; t-- > 0;) {
    gateStep(t)
    if (t > 0) hiddenStep(t)
  }
}

/** Writes one derivative of each of the first `size` samples of the block, from the two vectors of a cell. */
function scatter(to: usize, size: usize, a: v128, b: v128): void {
  const numbers = edges * operations * NUMBER
  store<f64>(to, f64x2.extract_lane(a, 0))
  if (size > 1) store<f64>(to + numbers, f64x2.extract_lane(a, 1))
  if (size > 2) store<f64>(to + 2 * numbers, f64x2.extract_lane(b, 0))
  if (size > 3) store<f64>(to + 3 * numbers, f64x2.extract_lane(b, 1))
}

/**
 * The derivatives with respect to the inputs of samples `from .. from + size - 1`, in place of the inputs: W^T times
 * the gates' slopes, from row 0 up. Two operations at a time; where K is odd the last one reads a number too many.
 */
export function inputGradient(from: usize, size: usize): void {
  const line = operations * NUMBER
  let to = inputs + from * edges * line
  for (let t: usize = 0; t < edges; t++) {
    const slopes = gateSlopes + t * gateStride
    for (let k: usize = 0; k < operations; k += 2, to += NUMBER) {
      let a0 = f64x2.splat(0), a1 = a0, b0 = a0, b1 = a0
      let w = parameters + k * NUMBER
      for (let slope = slopes, last = slopes + rows * CELL; slope < last; slope += CELL, w += line) {
        const sa = v128.load(slope), sb = v128.load(slope, 16)
        let weight = v128.load64_splat(w)
        a0 = addProduct(a0, weight, sa)
        b0 = addProduct(b0, weight, sb)
        weight = v128.load64_splat(w, 8)
        a1 = addProduct(a1, weight, sa)
        b1 = addProduct(b1, weight, sb)
      }
      scatter(to, size, a0, b0)
      if (k + 1 < operations) scatter(to += NUMBER, size, a1, b1)
    }
  }
}
