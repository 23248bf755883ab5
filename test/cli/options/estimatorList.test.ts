import { describe, expect, it } from "vitest"
import { estimatorNames } from "../../../src/cli/options/estimatorChoice.ts"
import { estimatorList } from "../../../src/cli/options/estimatorList.ts"

describe("a list of estimators", () => {
  it("has each one once, in the order in which they stand", () => {
    expect(estimatorList("gp, lstm,gp")).toEqual([{ name: "gp" }, { name: "lstm" }])
    expect(estimatorList("knn,all")).toEqual([{ name: "knn" }, ...estimatorNames.filter((name) => name !== "knn").map((name) => ({ name }))])
  })

  it("takes paths for files of one's own", () => {
    expect(estimatorList("lstm,./mine.ts,other.mjs")).toEqual([{ name: "lstm" }, { file: "./mine.ts" }, { file: "other.mjs" }])
  })

  it.each([
    ["lstm,rigde", "there is no estimator rigde; did you mean ridge?"],
    ["own", "--estimator own stands for a file of yours"],
    ["lstm,", "--estimator names nothing between two commas"]
  ])("%s: a sentence says what is wrong", (text, sentence) => {
    expect(estimatorList(text)).toEqual(expect.stringContaining(sentence))
  })
})
