import { readdir, stat } from "node:fs/promises"
import { join } from "node:path"
import { dataFault, reading } from "./dataFault.ts"
import { trainingPart } from "./imageSets.ts"

/** An image that is still to be read. */
export interface ImageFile {
  readonly path: string
  readonly label: number
}

/** Which files are for what; `classes` are names. */
export interface FolderListing {
  readonly classes: readonly string[]
  readonly training: readonly ImageFile[]
  readonly test: readonly ImageFile[]
}

/** A label is a Uint16. */
const mostClasses = 65_535

const isImage = (name: string): boolean => /\.(png|jpe?g)$/i.test(name)

/** What lies in a folder, by name in code unit order, without hidden entries; links count as what they lead to. */
const entriesOf = async (folder: string, kind: "folders" | "files"): Promise<readonly string[]> => {
  const all = await reading(folder, readdir(folder, { withFileTypes: true }))
  const entries = all.filter(({ name }) => !name.startsWith("."))
  const isWanted = await Promise.all(entries.map(async (entry) => {
    const file = join(folder, entry.name)
    const found = entry.isSymbolicLink() ? await reading(file, stat(file)) : entry
    return kind === "folders" ? found.isDirectory() : found.isFile()
  }))
  return entries.filter((_, i) => isWanted[i]).map(({ name }) => name).toSorted()
}

const imagesOf = async (folder: string): Promise<readonly string[]> =>
  (await entriesOf(folder, "files")).filter(isImage).map((name) => join(folder, name))

/** The classes of a folder, and the image files of each. */
interface Classes {
  readonly names: readonly string[]
  readonly files: readonly (readonly string[])[]
}

const classesOf = async (folder: string): Promise<Classes> => {
  const names = await entriesOf(folder, "folders")
  if (names.length === 0) {
    throw dataFault(folder, null, "it holds no folders: give a folder with one folder of PNG or JPEG images for each class")
  }
  if (names.length > mostClasses) {
    throw dataFault(folder, null, `it holds ${names.length} classes, more than the ${mostClasses} that there may be`)
  }
  const files: (readonly string[])[] = []
  for (const name of names) files.push(await imagesOf(join(folder, name)))
  return { names, files }
}

const labelled = (files: readonly (readonly string[])[]): readonly ImageFile[] =>
  files.flatMap((paths, label) => paths.map((path) => ({ path, label })))

const checkFilled = (folder: string, { names, files }: Classes): void => {
  const empty = files.findIndex((paths) => paths.length === 0)
  if (empty < 0) return
  throw dataFault(join(folder, names[empty]!), null, "the class has no PNG or JPEG image: add some, or remove the folder")
}

const listedApart = async (folder: string): Promise<FolderListing> => {
  const trainingFolder = join(folder, "train")
  const testFolder = join(folder, "test")
  const training = await classesOf(trainingFolder)
  checkFilled(trainingFolder, training)
  const test = await classesOf(testFolder)
  const stranger = test.names.find((name) => !training.names.includes(name))
  if (stranger !== undefined) {
    throw dataFault(join(testFolder, stranger), null, `there is no class ${stranger} in ${trainingFolder}: `
      + "it cannot be learned, so add it there or remove it here")
  }
  const testFiles = training.names.map((name) => test.files[test.names.indexOf(name)] ?? [])
  if (testFiles.every((paths) => paths.length === 0)) {
    throw dataFault(testFolder, null, "it holds no PNG or JPEG image of any class: add some")
  }
  return { classes: training.names, training: labelled(training.files), test: labelled(testFiles) }
}

const listedTogether = async (folder: string): Promise<FolderListing> => {
  const all = await classesOf(folder)
  checkFilled(folder, all)
  const test = labelled(all.files.map((paths) => paths.slice(trainingPart(paths.length))))
  if (test.length === 0) {
    throw dataFault(folder, null, "no class has 5 images, of which one would be set aside as test image: "
      + "add images, or give folders train and test")
  }
  const training = labelled(all.files.map((paths) => paths.slice(0, trainingPart(paths.length))))
  return { classes: all.names, training, test }
}

/**
 * Finds `train/CLASS/*` and `test/CLASS/*`, or else `CLASS/*`, of which the last fifth of each class is the test set.
 * Classes are numbered in the order of their names.
 */
export const listFolder = async (folder: string): Promise<FolderListing> => {
  const names = await entriesOf(folder, "folders")
  const [training, test] = [names.includes("train"), names.includes("test")]
  if (training !== test) {
    const [there, missing] = training ? ["train", "test"] : ["test", "train"]
    throw dataFault(folder, null, `it holds ${there} and no ${missing}: add ${missing}, `
      + `or give the folder ${join(folder, there!)} to have a fifth of it set aside`)
  }
  const listing = await (training ? listedApart(folder) : listedTogether(folder))
  if (listing.classes.length === 1) {
    throw dataFault(folder, null, `it holds one class, ${listing.classes[0]}, so that every architecture is equally good: add another one`)
  }
  return listing
}
