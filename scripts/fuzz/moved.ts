import type { Block, PlateRead } from '../../src/core/plate-read.ts'
import { indexFromWell } from '../../src/core/well.ts'

/** A true block with its wells by place, and the place of every text that stands in one well. */
interface Truth {
  readonly wavelengthNm: number
  readonly texts: ReadonlyMap<number, string>
  readonly places: ReadonlyMap<string, number>
}

/** Finds values that stand in another well than the one they were said for. */
export type MovedWells = (read: PlateRead) => string | null

/**
 * Compares an altered read with the true ones. Bytes that were altered on their way may change the
 * very wells they are of, and no checksum may be there to tell. A lost or doubled value that moves
 * the values behind it looks otherwise: of the wells that differ from the true block most like it,
 * at least two, and at least half, hold the text of the well that is the same number of places
 * further on.
 */
export function movedWells(reads: readonly PlateRead[]): MovedWells {
  const truths = reads.flatMap(({ blocks, format }) => blocks.map((one) => truthOf(one, format)))
  return ({ blocks, format }) => {
    for (const block of blocks) {
      const { texts, wavelengthNm } = truthOf(block, format)
      const candidates = truths.filter((truth) => truth.wavelengthNm === wavelengthNm)
      const why = shiftIn(texts, candidates)
      if (why !== null) return `${why} at ${wavelengthNm} nm`
    }
    return null
  }
}

function truthOf({ wavelengthNm, wells }: Block, format: PlateRead['format']): Truth {
  const texts = new Map(wells.map(({ well, text }) => [indexFromWell(well, format) ?? -1, text]))
  const places = new Map<string, number>()
  const twice = new Set<string>()
  for (const [place, text] of texts) {
    if (places.has(text)) twice.add(text)
    places.set(text, place)
  }
  for (const text of twice) places.delete(text)
  return { wavelengthNm, texts, places }
}

function shiftIn(texts: ReadonlyMap<number, string>, truths: readonly Truth[]): string | null {
  const differing = truths.map((truth) => [truth, differencesOf(texts, truth)] as const)
  const best = differing.toSorted(([, left], [, right]) => left.length - right.length)[0]
  if (best === undefined) return null
  // With nothing in its place any true block can be the one that was moved as a whole.
  const isLost = best[1].length * 2 > texts.size
  for (const [truth, places] of isLost ? differing : [best]) {
    const shifts = new Map<number, number>()
    for (const place of places) {
      const from = truth.places.get(texts.get(place) ?? '')
      if (from !== undefined) shifts.set(from - place, (shifts.get(from - place) ?? 0) + 1)
    }
    for (const [by, count] of shifts) {
      if (count >= 2 && count * 2 >= places.length) return `${count} wells moved by ${by}`
    }
  }
  return null
}

function differencesOf(texts: ReadonlyMap<number, string>, truth: Truth): readonly number[] {
  return [...texts.keys()].filter((place) => texts.get(place) !== truth.texts.get(place))
}
