import { engines } from "../../effects/trainer/engines.ts"
import type { ImageEngine } from "../../effects/trainer/ImageEngine.ts"
import { readOrSay } from "./flags.ts"

/** A device as its engine writes it. */
export interface DeviceChoice {
  readonly device: string
}

const choosable = engines.flatMap(({ name, devices }: ImageEngine) => (devices === null ? [] : [{ name, ...devices }]))

const forms = [...new Set(choosable.flatMap(({ forms }) => forms.split("|")))]

const trainers = choosable.map(({ name }) => `--trainer ${name}`).join(" or ")

/** Reads a device that some engine computes on; a string is the sentence that says why another text is none. */
export const deviceChoice = (text: string): DeviceChoice | string => {
  for (const { parse } of choosable) {
    const device = parse(text)
    if (device !== null) return { device }
  }
  return `--device ${JSON.stringify(text)} is no device: choose ${forms.join(" or ")}, N from 0 on`
}

/** Why an engine cannot compute on a device; null where it can. `trainer` undefined: none was named. */
export const deviceObjection = (trainer: string | undefined, device: string | undefined): string | null => {
  if (device === undefined) return null
  const able = choosable.find(({ name }) => name === trainer)
  if (able === undefined) {
    return `--device ${device} chooses what ${trainers} computes on: give that too, or leave --device out`
  }
  return able.parse(device) === null ? `--trainer ${able.name} computes on ${able.forms}, not on ${device}` : null
}

export const device = readOrSay("device", forms.join("|"), deviceChoice,
  `What ${trainers} computes on (default: cpu, where the same log gives the same bits)`)
