import { dataFault } from "./dataFault.ts"

const [comma, point, zero, open, close] = [0x2c, 0x2e, 0x30, 0x5b, 0x5d]

/** Thousandths of white as a byte: exact, since levels lie 1 / 255 apart and are rounded to 1 / 1000. */
const levelOf = Uint8Array.from({ length: 1001 }, (_, thousandths) => Math.round(thousandths * 255 / 1000))

/**
 * Reads `{ "data": [0,0.2,0.624,1] }`, numbers from 0 to 1 with at most three decimals, as bytes from 0 to 255.
 * Without a JSON parser's numbers in between, since there are millions.
 */
export const greyLevels = (path: string, json: Uint8Array): Uint8Array => {
  const levels = new Uint8Array(json.length >>> 1)
  let at = json.indexOf(open) + 1
  if (at === 0) throw dataFault(path, 0, "it holds no list of numbers: install the package mnist again")
  const damaged = () =>
    dataFault(path, at, "here should be a number from 0 to 1 in a list: install the package mnist again")
  for (let count = 0; ;) {
    const start = at
    const whole = json[at]! - zero
    let thousandths = 1000 * whole
    at++
    if (json[at] === point) {
      at++
      for (let place = 100; place >= 1; place /= 10) {
        const digit = json[at]! - zero
        if (!(digit >= 0 && digit <= 9)) break
        thousandths += place * digit
        at++
      }
    }
    if (!(whole >= 0 && thousandths <= 1000)) {
      at = start
      throw damaged()
    }
    levels[count++] = levelOf[thousandths]!
    if (json[at] === close) return levels.slice(0, count)
    if (json[at] !== comma) throw damaged()
    at++
  }
}
