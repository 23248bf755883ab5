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
const defaultSize = 32

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

/** Where images lie, as `KIND:DIR`, or as the folder alone (`kind` null). */
export interface NamedFolder {
  readonly kind: DataChoice["kind"] | null
  readonly folder: string
}

/** What the data of a log are, without the folder that they lie in; `embedded`: the digits that come with pvll. */
type LogImages =
  | { readonly kind: "embedded" }
  | { readonly kind: "mnist" | "fashion" | "cifar10" | "cifar100" }
  | { readonly kind: "folder"; readonly size: number }

/** The images that a log was made with; null where its data are none. */
export const logImages = ({ name }: DataIdentity): LogImages | null => {
  const size = Number(/^folder-([1-9]\d{0,4})$/.exec(name)?.[1] ?? 0)
  if (size > 0) return { kind: "folder", size }
  switch (name) {
    case "mnist-10k": return { kind: "embedded" }
    case "fashion-mnist": return { kind: "fashion" }
    case "mnist": case "cifar10": case "cifar100": return { kind: name }
    default: return null
  }
}

/**
 * The data that a log was made with. `folder` is where it lies on this machine, if that is known; a string is the sentence
 * that says why the data cannot be found.
 */
export const choiceOfLog = (data: DataIdentity, folder: string | undefined): DataChoice | string => {
  const images = logImages(data)
  if (images === null) return `${data.name} is no data set of images`
  if (images.kind === "embedded") return { kind: "mnist", folder: null }
  return folder === undefined
    ? `where the images ${data.name} lie is not known on this machine: give --data ${images.kind}:DIR`
    : { ...images, folder }
}
