import type { Freed, Pruned, Unusable } from "../../effects/search/pruneLog.ts"
import { bytes } from "./bytes.ts"
import { grouped } from "./numbers.ts"
import { table } from "./table.ts"
import { visible } from "./visible.ts"

const stepsText = ({ steps }: Freed): string => {
  if (steps === null) return "none"
  return steps.first === steps.last ? String(steps.first) : `${steps.first}-${steps.last}`
}

const counted = (count: number, one: string): string => `${grouped(count)} ${one}${count === 1 ? "" : "s"}`

const reasons: { readonly [K in Unusable["kind"]]: string } = {
  "not-a-digest": "is missing", missing: "is missing", damaged: "is damaged", unreadable: "cannot be read"
}

const unusableText = ({ unusable }: Pruned): readonly string[] => unusable.map(({ trainings, checkpoint, kind }) =>
  `not counted on: checkpoint ${visible(checkpoint.slice(0, 12))}, after ${counted(trainings, "training")}, ${reasons[kind]}`)

const freedText = ({ freed, kept, strays, bytes: total }: Pruned, dryRun: boolean): readonly string[] => {
  const verb = kept === 1 ? "stays" : "stay"
  if (freed.length + strays.length === 0) return [`nothing to free: ${counted(kept, "checkpoint")} ${verb}`]
  const files = new Set(freed.map(({ checkpoint }) => checkpoint)).size
  const strayText = strays.length === 0 ? "" : ` and ${counted(strays.length, "file")} that the log does not name`
  return [
    `${dryRun ? "would free" : "freed"} ${counted(files, "checkpoint")}${strayText} (${bytes(total)}); ${grouped(kept)} ${verb}`,
    ...(freed.length === 0 ? [] : ["", ...table(
      [
        { title: "checkpoint" },
        { title: "after trainings", align: "right" },
        { title: "size", align: "right" },
        { title: "steps measured from it", align: "right" },
        { title: "trainings to reach them", align: "right" }
      ],
      freed.map((one) => [one.checkpoint.slice(0, 12), String(one.trainings), bytes(one.bytes), stepsText(one), `up to ${one.most}`])
    )])
  ]
}

/** What was freed, or would be, and what is lost, for people. */
export const prunedText = (found: Pruned, dryRun: boolean): readonly string[] => [...freedText(found, dryRun), ...unusableText(found)]
