import type { Heard, PlateRead } from '../../src/driver-kit.ts'
import { valueFrom } from './cell.ts'
import { PrintDecoder } from './decoder.ts'
import { strictCells, type CellReader } from './line.ts'
import type { Template } from './settings.ts'

/** What a template makes of a print. */
export interface Trial {
  readonly template: Template
  readonly reads: readonly PlateRead[]
  /** Texts in the place of values that are no numbers and no marks of the template. */
  readonly unknown: readonly string[]
}

/** What a template makes of a print; undefined when the print does not follow it. */
export function tryStrictly(template: Template, bytes: Uint8Array): Trial | undefined {
  return trial(template, bytes, strictCells(template))
}

/** The same, but whatever could be a mark for a well without a number counts as one. */
export function tryLeniently(template: Template, bytes: Uint8Array): Trial | undefined {
  return trial(template, bytes, (text) => {
    return valueFrom(text, template) ?? (couldBeMark(text) ? 'unread' : undefined)
  })
}

function trial(template: Template, bytes: Uint8Array, cells: CellReader): Trial | undefined {
  const decoder = new PrintDecoder(template, '', cells)
  const heard: Heard[] = []
  for (const byte of bytes) heard.push(...decoder.received(byte))
  heard.push(...decoder.silence())
  const reads = heard.flatMap((one) => (one.kind === 'read' ? [one.read] : []))
  const isSound = heard.every((one) => one.kind !== 'fault' || one.fault.code === 'reader-noise')
  if (!isSound || reads.length === 0 || !reads.every(hasNumbers)) return undefined
  return { template, reads, unknown: unknownIn(reads, template) }
}

function unknownIn(reads: readonly PlateRead[], template: Template): readonly string[] {
  const texts = reads
    .flatMap(({ blocks }) => blocks)
    .flatMap(({ wells }) => wells)
    .map(({ text }) => text)
  return [...new Set(texts.filter((text) => valueFrom(text, template) === undefined))]
}

/** Marks are the exception: a plate has more numbers than them. */
function hasNumbers({ blocks }: PlateRead): boolean {
  return blocks.every(({ wells }) => {
    return wells.filter(({ value }) => typeof value === 'number').length > wells.length / 2
  })
}

/** Neither a number, however it is written, nor the name of a well, a row or a column. */
function couldBeMark(text: string): boolean {
  return text !== '' && !/^[+-]?\d*[.,]?\d*$/.test(text) && !/^[A-P]\d{0,2}$/.test(text)
}
