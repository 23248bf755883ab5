/**
 * The table of inputs (see `pointwiseConvolution`) of a dense convolution: taps in order, of each tap the planes of the
 * padded map. So the map is never spread out into columns.
 */
export function windowTable(table: usize, kernel: i32, dilation: i32, row: usize, quads: i32, plane: usize): void {
  for (let kh: usize = 0; kh < <usize>kernel; kh++) for (let kw: usize = 0; kw < <usize>kernel; kw++) {
    const tap = <usize>dilation * (kh * row + (kw << 4))
    for (let c: usize = 0; c < <usize>quads; c++, table += 4) store<u32>(table, <u32>(tap + c * plane))
  }
}
