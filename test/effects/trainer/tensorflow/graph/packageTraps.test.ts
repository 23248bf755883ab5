import { spawnSync } from "node:child_process"
import { fileURLToPath } from "node:url"
import { expect, it } from "vitest"
import { describeTensorflow, installed } from "../session/heldSession.ts"

/** What the package's own operations do, in a process of its own. */
const packageSays = (): Record<string, unknown> => {
  const script = fileURLToPath(new URL("./packageTraps.ts", import.meta.url))
  const { stdout, stderr, status } = spawnSync(process.execPath, [script, installed().packageFolder], {
    encoding: "utf8", env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: "2" }
  })
  expect(status, stderr).toBe(0)
  return JSON.parse(stdout.trim().split("\n").at(-1)!) as Record<string, unknown>
}

describeTensorflow("traps of the package", () => {
  it("the package's own operations have no gradient for dilation, a wrong one for average pools, and tensors that are read late", () => {
    const says = packageSays()
    expect(says["dilated depthwise gradient"]).toMatch(/dilation/)
    // A kernel of 3 x 3 at a corner reads 4 pixels; the gradient of a mean of ones over all windows is what they sum up to.
    expect(says["average pool gradient, cpu backend, corner"]).not.toBeCloseTo(1 / 4 + 2 / 6 + 1 / 9, 3)
    expect(says["average pool gradient, TensorFlow, corner"]).toBeCloseTo(1 / 4 + 2 / 6 + 1 / 9, 5)
    expect(says["a tensor whose array changed before it was read"]).toEqual([9, 2])
  })
})
