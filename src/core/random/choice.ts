import { multiplyHigh } from "./philox.ts"
import { type Address, words } from "./stream.ts"

/**
 * `count` whole numbers from 0 to `below` - 1, each as likely as the others: floor(word `below` / 2^32), which makes
 * some of them likelier by less than `below` / 2^32.
 */
export const choices = (address: Address, below: number, count: number): Uint32Array =>
  words(address, count).map((word) => multiplyHigh(word, below))

/** One of them. */
export const choice = (address: Address, below: number): number => choices(address, below, 1)[0]!
