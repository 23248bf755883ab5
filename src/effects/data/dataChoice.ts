import type { DataIdentity } from "../../core/search/event.ts"
import type { AugmentationKind } from "./augmentation.ts"

/** Which images: the embedded digits (`mnist` without a folder), a known data set in a folder, or a folder of one's own. */
export type DataChoice =
  | { readonly kind: "mnist"; readonly folder: string | null }
  | { readonly kind: "fashion" | "cifar10" | "cifar100"; readonly folder: string }
  | { readonly kind: "folder"; readonly folder: string; readonly size: number }

/** What is usual for a data set: a mirrored digit is no digit. */
export const defaultAugmentation = (kind: DataChoice["kind"]): AugmentationKind =>
  kind === "mnist" ? "none" : "crop-and-flip"

/** Height and width that images of one's own get, unless another size is asked for. */
export const defaultSize = 32

const alternatives = "use mnist, mnist:DIR, fashion:DIR, cifar10:DIR, cifar100:DIR or folder:DIR"

/** Reads `mnist` or `KIND:DIR`; a string is the sentence that says why another text is none. */
export const parseDataChoice = (text: string): DataChoice | string => {
  const [kind] = text.split(":", 1) as [string]
  const folder = text === kind ? null : text.slice(kind.length + 1)
  if (folder === "") return `${text} names no folder after the colon; ${alternatives}`
  switch (kind) {
    case "mnist": return { kind, folder }
    case "fashion": case "cifar10": case "cifar100": case "folder":
      if (folder === null) return `${kind} needs the folder that holds the images: ${kind}:DIR`
      return kind === "folder" ? { kind, folder, size: defaultSize } : { kind, folder }
    default: return `there is no data set ${JSON.stringify(kind)}; ${alternatives}`
  }
}

/** The name that a log has for the data. */
export const dataName = (choice: DataChoice): string => {
  switch (choice.kind) {
    case "mnist": return choice.folder === null ? "mnist-10k" : "mnist"
    case "fashion": return "fashion-mnist"
    case "folder": return `folder-${choice.size}`
    default: return choice.kind
  }
}

/**
 * The data that a log was made with. `folder` is where it lies on this machine, if that is known; a string is the sentence
 * that says why the data cannot be found.
 */
export const choiceOfLog = ({ name }: DataIdentity, folder: string | undefined): DataChoice | string => {
  if (name === "mnist-10k") return { kind: "mnist", folder: null }
  const size = Number(/^folder-([1-9]\d{0,4})$/.exec(name)?.[1] ?? 0)
  const kind = size > 0 ? "folder" : name === "fashion-mnist" ? "fashion" : name
  const missing = `where the images ${name} lie is not known on this machine: give --data ${kind}:DIR`
  switch (kind) {
    case "mnist": case "fashion": case "cifar10": case "cifar100":
      return folder === undefined ? missing : { kind, folder }
    default:
      if (size === 0) return `${name} is no data set of images`
      return folder === undefined ? missing : { kind: "folder", folder, size }
  }
}
