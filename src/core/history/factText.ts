import type { Fact } from "../search/event.ts"

/** A fact in a few words. */
export const factText = (fact: Fact): string => {
  switch (fact.type) {
    case "configured":
      return "a configuration"
    case "sampled":
      return `step ${fact.data.step} drawn as ${fact.data.architecture}`
    case "trained":
      return `step ${fact.data.step} trained`
    case "measured": {
      const { step, loss, accuracy } = fact.data
      return `step ${step} measured with loss ${loss}${accuracy === undefined ? "" : ` and accuracy ${accuracy}`}`
    }
    case "diverged":
      return `step ${fact.data.step} diverged with loss ${fact.data.loss}`
    case "failed":
      return `step ${fact.data.step} failed (${fact.data.reason})`
    case "learned": {
      const { step, fingerprint, passes, tau } = fact.data
      return `step ${step} learned in ${passes} passes to tau ${tau ?? "unknown"}, fingerprint ${fingerprint.slice(0, 12)}`
    }
    case "remeasured":
      return `${fact.data.step === null ? "the derived architecture" : `step ${fact.data.step}`} measured again with loss ${fact.data.loss}`
    case "reconfigured":
      return "other options"
  }
}

/** Both facts in words; where these read the same, what they do not show must be what differs. */
export const pairText = (x: Fact, y: Fact): string => {
  const [one, two] = [factText(x), factText(y)]
  if (one !== two) return `A has ${one}, B has ${two}`
  return `both have ${one}, with other ${x.type === "sampled" ? "soft weights" : "data"}`
}
