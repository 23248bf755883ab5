import * as Effect from "effect/Effect"
import { beforeAll, describe, expect, it } from "vitest"
import { weightsOn } from "../../src/core/architecture/architecture.ts"
import { allArchitectures } from "../../src/core/architecture/enumerate.ts"
import { nb201 } from "../../src/core/architecture/spaces/nb201.ts"
import type { Samples } from "../../src/core/estimator/estimator.ts"
import { queriesOf } from "../../src/core/estimator/input.ts"
import { estimatorFor } from "../../src/core/estimator/registry.ts"
import { rankScores } from "../../src/core/estimator/target.ts"
import { kendallTau } from "../../src/core/numeric/kendallTau.ts"
import { permutation } from "../../src/core/random/permutation.ts"
import { paperConfiguration } from "../../src/core/search/configuration.ts"
import { environment } from "../../src/effects/environment.ts"
import { nb201Columns } from "../../src/effects/trainer/table/nb201Table.ts"

let losses = new Float64Array(0)
beforeAll(async () => {
  const columns = await Effect.runPromise(nb201Columns)
  losses = columns.column("cifar10/valid").map((percent) => 1 - percent / 100)
})

const architectures = [...allArchitectures(nb201)]
const order = permutation({ seed: 1, stream: "folds", a: 0, b: 0 }, architectures.length)

/** Measured architectures as a search hands them to psi: one-hot, the ranks of their losses in place of these. */
const measured = (from: number, to: number): Samples => {
  const chosen = [...order.subarray(from, to)]
  return {
    ...queriesOf(chosen.map((i) => weightsOn(architectures[i]!, 5, 1)), "one-hot", 5, 1),
    losses: rankScores(Float64Array.from(chosen, (i) => losses[i]!)),
    weights: new Float64Array(chosen.length).fill(1)
  }
}

// Fits and draws depend on the seeds alone, so tau is the same everywhere: 0.55 to 0.59. Before a fit it is near 0.
describe.each(["lstm", "bilstm", "mlp", "gnn", "autoencoder"] as const)("%s", (name) => {
  it("ranks 200 cells of NAS-Bench-201 after it has seen 100 others", () => {
    const configuration = {
      ...paperConfiguration.estimator, name, head: "affine", forgetBias: 1, learningRate: 0.01, beta1: 0.9,
      weightDecay: 1e-3, batches: "drawn"
    } as const
    const psi = estimatorFor(environment(), nb201, 1, configuration)
    const { state } = psi.fit(psi.init(), measured(0, 100), 150, null)
    const unseen = measured(1000, 1200)
    expect(kendallTau(psi.predict(state, unseen), unseen.losses)).toBeGreaterThan(0.4)
  })
})
