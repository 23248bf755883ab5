import { describe, expect, it } from "vitest"
import { searchProgress } from "../../../src/cli/output/searchProgress.ts"
import { begin } from "../../../src/core/search/begin.ts"
import { configured, environment, smallConfiguration } from "../../core/search/inMemory.ts"

const start = begin(environment, configured(smallConfiguration).data)
const batch = (images: number, doing: "training" | "validation" = "training") => ({ doing, images, of: 100, loss: 1.5 })

/** A clock that a test moves; seconds. */
const clock = () => {
  let time = 0
  return { now: () => time, to: (seconds: number) => (time = seconds) }
}

describe("progress of a search that trains", () => {
  it("says where it is, how fast, and how long it will take", () => {
    const { now, to } = clock()
    const progress = searchProgress(start, now)
    progress.trained(batch(20))
    to(1)
    const { text, done, total } = progress.trained(batch(60))
    // 4 + 4 + 5 trainings of 100 images at 40 a second, 9 validations of 100 at three times that, 60 images are done.
    const left = 13 * 100 / 40 + 9 * 100 / 120 - 60 / 40
    expect(text).toBe("warm-up, first pass 1/4, 38.5 s left, training 60/100, loss 1.5000, 40.0 images/s")
    expect([done, total]).toEqual([1, 1 + left])
  })

  it("goes by what validation really takes once it has been seen", () => {
    const { now, to } = clock()
    const progress = searchProgress({ ...start, trained: 4 }, now)
    progress.trained(batch(50))
    to(1)
    progress.trained(batch(100))
    progress.trained(batch(50, "validation"))
    to(2)
    expect(progress.trained(batch(100, "validation")).text).toMatch(/36\.0 s left,/)
    expect(progress.advanced({ ...start, trained: 4, measured: 4 }, 0.25).text)
      .toBe("search 1/5, 20.0 s left, best 0.25000, 50.0 images/s")
  })

  it("says when trainings are done again before it goes on, and counts them into the time left", () => {
    const { now, to } = clock()
    const progress = searchProgress({ ...start, trained: 4, measured: 9 }, now)
    progress.restored(1, 3)
    progress.trained(batch(20))
    to(1)
    // Two trainings of 100 images at 40 a second, and two validations at three times that; 60 images are done.
    expect(progress.trained(batch(60)).text).toBe("training again 2/3, 5.2 s left, training 60/100, loss 1.5000, 40.0 images/s")
    progress.restored(3, 3)
    expect(progress.advanced({ ...start, trained: 4, measured: 9 }, 0.5).text).toBe("search 5/5, best 0.50000, 40.0 images/s")
  })

  it("promises nothing before it has seen anything, and nothing is left at the end", () => {
    const progress = searchProgress(start, () => 0)
    expect(progress.trained({ ...batch(20), loss: NaN }).text).toBe("warm-up, first pass 1/4, training 20/100, loss diverged")
    expect(progress.advanced({ ...start, trained: 4, measured: 9 }, 0.25).text).toBe("search 5/5, best 0.25000")
  })
})
