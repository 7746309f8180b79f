import { createHash } from 'node:crypto'
import { realpath } from 'node:fs/promises'
import { basename, join } from 'node:path'

const STEM_LENGTH_MAX = 80

/**
 * Names Windows keeps for devices, with any extension (learn.microsoft.com, "Naming Files, Paths,
 * and Namespaces").
 */
const RESERVED = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)/iu

/** Begins and ends with something visible, and needs no quoting anywhere. */
const PLAIN = /^[A-Za-z0-9](?:[A-Za-z0-9 ._-]*[A-Za-z0-9])?$/u

function marked(plate: string): string {
  const legible = plate.replaceAll(/[^A-Za-z0-9_-]+/gu, '_').slice(0, STEM_LENGTH_MAX)
  const hash = createHash('sha256').update(plate).digest('hex').slice(0, 12)
  // No plain name holds a tilde, so a marked name can only ever belong to its own plate.
  return `${legible}~${hash}`
}

/**
 * The plate's id as the beginning of file names: itself where every file system takes it, else a
 * legible form and a hash.
 */
export function stemFromPlate(plate: string): string {
  const fits = plate.length <= STEM_LENGTH_MAX && PLAIN.test(plate) && !RESERVED.test(plate)
  return fits ? plate : marked(plate)
}

/**
 * The stem to use in this folder. Where the file system takes `p1` and `P1` for one name, the plate
 * that comes second gets the marked form, so that it never overwrites the first.
 */
export async function stemIn(folder: string, plate: string, suffix: string): Promise<string> {
  const stem = stemFromPlate(plate)
  const name = `${stem}${suffix}`
  const there = await realpath(join(folder, name)).then(basename, () => name)
  return there !== name && there.toLowerCase() === name.toLowerCase() ? marked(plate) : stem
}
