import { nameComplaint } from "../log/runName.ts"
import { type Analysis, pointsOf, variantsOf } from "./analysisFile.ts"
import { measureOf } from "./measures.ts"
import { dataSetsOf, seedsOf, type StudyFile } from "./studyFile.ts"

/** A list of names or numbers, and how a sentence calls one of them. */
interface Listed {
  readonly place: string
  readonly what: string
  readonly items: readonly (string | number)[]
}

/** Systems differ in whether `A` and `a` are two folders: here they never are. */
const same = (item: string | number): string => String(item).toLowerCase()

/** Nothing there, or something twice; null where neither. */
const emptyOrTwice = ({ place, what, items }: Listed): string | null => {
  if (items.length === 0) return `${place} is empty: it needs at least one ${what}`
  const at = items.findIndex((item, i) => items.findIndex((other) => same(other) === same(item)) < i)
  return at < 0 ? null : `${place}[${at}]: the ${what} ${JSON.stringify(items[at])} is there already; each may stand once`
}

const unsafe = (place: string, name: string): string | null => {
  const complaint = nameComplaint(name)
  return complaint === null
    ? null
    : `${place} is ${JSON.stringify(name)}, which cannot be the name of a folder: ${complaint}`
}

const dataProblem = (file: StudyFile): string | null => {
  const sets = dataSetsOf(file)
  const listed = sets.flatMap((set) => (set === null ? [] : [set.name]))
  if (Array.isArray(file.base?.data)) {
    const list = emptyOrTwice({ place: "base.data", what: "data set", items: listed })
    if (list !== null) return list
    const variant = file.variants.findIndex(({ data }) => data !== undefined)
    if (variant >= 0) {
      return `variants[${variant}].data: base.data lists the data sets, and every variant runs on each; leave it out here`
    }
  }
  for (const [i, name] of listed.entries()) {
    const place = `base.data[${i}]`
    const problem = unsafe(place, name) ?? (/^seed-\d+$/.test(name)
      ? `${place} is ${JSON.stringify(name)}, which is what the folder of a run is called; choose another name`
      : null)
    if (problem !== null) return problem
  }
  return null
}

const variantProblem = ({ variants, baseline }: StudyFile): string | null => {
  const names = variants.map(({ name }) => name)
  const list = emptyOrTwice({ place: "variants", what: "variant", items: names })
  if (list !== null) return list
  for (const [i, name] of names.entries()) {
    const problem = unsafe(`variants[${i}].name`, name)
    if (problem !== null) return problem
  }
  const labels = emptyOrTwice({ place: "variants", what: "label", items: variants.map(({ name, label }) => label ?? name) })
  if (labels !== null) return labels
  return baseline === undefined || names.includes(baseline)
    ? null
    : `baseline is ${JSON.stringify(baseline)}, which is no variant; the variants are ${names.join(", ")}`
}

const referenceProblem = (file: StudyFile): string | null => {
  const variants = file.variants.map(({ name }) => name)
  const sets = dataSetsOf(file).flatMap((set) => (set === null ? [] : [set.name]))
  for (const [i, { variant, data, measure, at, value }] of (file.reference ?? []).entries()) {
    const place = `reference[${i}]`
    if (variant !== undefined && !variants.includes(variant)) {
      return `${place}.variant is ${JSON.stringify(variant)}, which is no variant; the variants are ${variants.join(", ")}`
    }
    if (data !== undefined && !sets.includes(data)) {
      const why = sets.length === 0 ? "not listed in base.data" : `no data set; the data sets are ${sets.join(", ")}`
      return `${place}.data is ${JSON.stringify(data)}, which is ${why}`
    }
    if (!file.measures.includes(measure)) {
      return `${place}.measure is ${JSON.stringify(measure)}, which is not among the measures of this study`
    }
    const { unit, anywhere } = measureOf(measure)
    if (data === undefined && sets.length > 0) {
      return `${place} names no data set: say with "data" which of ${sets.join(", ")} it is for`
    }
    if (at !== undefined && !anywhere) return `${place}.at: ${measure} belongs to a whole run; leave it out`
    const moments = file.at ?? ["end"]
    if (anywhere && !moments.includes(at ?? "end")) {
      const moment = at === undefined ? "the end of a run" : `${at} networks`
      return `${place} is for ${moment}, where this study does not take its measures: "at" has ${moments.join(", ")}`
    }
    if (unit === "fraction" && (value < 0 || value > 1)) {
      return `${place}.value is ${value} where a fraction from 0 to 1 is expected: write per cent divided by 100`
    }
  }
  return null
}

const curveLabel = ({ variant, label }: Analysis["curves"][number]): string => label ?? variant

const analysisProblem = ({ variants, analyses = [] }: StudyFile): string | null => {
  const known = variants.map(({ name }) => name)
  if (analyses.length > 0) {
    const list = emptyOrTwice({ place: "analyses", what: "analysis", items: analyses.map(({ name }) => name) })
    if (list !== null) return list
  }
  for (const [i, analysis] of analyses.entries()) {
    const place = `analyses[${i}]`
    const points = analysis.type === "learning-curve" ? "at" : "sizes"
    const stranger = variantsOf(analysis).find((name) => !known.includes(name))
    const fed = analysis.type === "learning-curve" ? analysis.fed : Infinity
    const late = pointsOf(analysis).find((at) => at > fed)
    const problem = unsafe(`${place}.name`, analysis.name)
      ?? emptyOrTwice({ place: `${place}.curves`, what: "label", items: analysis.curves.map(curveLabel) })
      ?? emptyOrTwice({ place: `${place}.${points}`, what: "number of architectures", items: pointsOf(analysis) })
    if (problem !== null) return problem
    if (stranger !== undefined) {
      return `${place}.curves has ${JSON.stringify(stranger)}, which is no variant; the variants are ${known.join(", ")}`
    }
    if (late !== undefined) return `${place}.at has ${late}, which is more than ${place}.fed`
    if (analysis.type === "generalisation" && analysis.delta === 0) {
      return `${place}.delta is 0, where every bound is infinite`
    }
  }
  return null
}

const seedProblem = (file: StudyFile): string | null => {
  const { seeds } = file
  if ("from" in seeds) {
    if (seeds.count === 0) return "seeds.count is 0: a study needs at least one seed"
    return Number.isSafeInteger(seeds.from + seeds.count) && seeds.count <= mostSeeds
      ? null
      : `seeds.count is ${seeds.count}: choose at most ${mostSeeds} seeds, the last one below 2^53`
  }
  return emptyOrTwice({ place: "seeds", what: "seed", items: seedsOf(file) })
}

/** More runs than this nobody waits for; a slip of the keyboard asks for them easily. */
const mostSeeds = 100_000

/** What is wrong with a study file that has the right form, in one sentence with the place; null where nothing is. */
export const studyFileProblem = (file: StudyFile): string | null =>
  unsafe("name", file.name)
  ?? variantProblem(file)
  ?? dataProblem(file)
  ?? seedProblem(file)
  ?? emptyOrTwice({ place: "measures", what: "measure", items: file.measures })
  ?? (file.at === undefined ? null : emptyOrTwice({ place: "at", what: "number of networks", items: file.at }))
  ?? (file.within === undefined ? null : emptyOrTwice({ place: "within", what: "number of networks", items: file.within }))
  ?? referenceProblem(file)
  ?? analysisProblem(file)
