import type { TrainerIdentity } from "../../core/search/event.ts"
import { visible } from "./visible.ts"

/**
 * Who measures, for people: its name, and what its results depend on where its version says so in brackets:
 * `tensorflow (TensorFlow 2.21.0, gpu, not deterministic)`.
 */
export const trainerText = ({ name, version, deterministic }: TrainerIdentity): string => {
  const platform = /\((.+)\)$/u.exec(version)?.[1]
  const parts = [...(platform === undefined ? [] : [visible(platform)]), ...(deterministic ? [] : ["not deterministic"])]
  return parts.length === 0 ? visible(name) : `${visible(name)} (${parts.join(", ")})`
}
