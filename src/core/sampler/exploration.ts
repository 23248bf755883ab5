import { uniforms } from "../random/uniform.ts"
import type { Search } from "../search/state.ts"

/**
 * Whether this step draws uniformly in place of what psi would choose: by chance (`exploration`), or because so many
 * search steps found nothing better (`restartAfter`, then `restartDraws` times).
 */
export const explores = ({ setting, stagnation }: Search, step: number): boolean => {
  const { exploration, restartAfter, restartDraws } = setting.configuration.proposal
  if (restartAfter !== null && stagnation >= restartAfter && stagnation % restartAfter < restartDraws) return true
  return exploration > 0 && uniforms({ seed: setting.seed, stream: "exploration", a: step, b: 0 }, 1)[0]! < exploration
}
