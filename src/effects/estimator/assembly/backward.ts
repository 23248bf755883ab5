import {
  CELL, cells, cellSlope, cellTanh, edges, gates, gateSlopes, gateStride, hidden, hiddenSlope, hiddenTiles,
  inputSlopes, NUMBER, operations, outputSlope, outputWeights, parameters, rows, VECTOR
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

/** The derivatives with respect to the inputs of the sample in lane 0: W^T times the gates' slopes, from row 0 up. */
export function inputGradient(): void {
  for (let t: usize = 0; t < edges; t++) {
    for (let k: usize = 0; k < operations; k++) {
      let sum: f64 = 0
      let w = parameters + k * NUMBER
      let slope = gateSlopes + t * gateStride
      for (let row: usize = 0; row < rows; row++, slope += CELL, w += operations * NUMBER) {
        sum += load<f64>(w) * load<f64>(slope)
      }
      store<f64>(inputSlopes + (t * operations + k) * NUMBER, sum)
    }
  }
}
