import {
  type Block,
  type FaultText,
  type PlateRead,
  type Well,
  wellsOf,
} from '../../src/driver-kit.ts'

import { malformedFault, unsuitedFault } from './faults.ts'
import type { ReaderMemory } from './memory.ts'
import type { PlateHead, RawBlock } from './plate-parser.ts'
import { modelFromTitle, valueFromToken } from './plate-text.ts'
import type { Settings } from './settings.ts'
import { type StoredPlate, valueFromItem } from './stored-plate.ts'

/** The filter positions of a read that was asked for. */
export interface AskedFilters {
  readonly measurement: number
  readonly reference: number | null
}

/**
 * Where a plate came from: a command to measure, to say again or to give from the memory; a 550 at
 * whose keypad it was started; or the reader unasked, under remote control.
 */
export type Origin = 'measured' | 'last-plate' | 'stored-plate' | 'pushed' | 'unasked'

/** What is known beside the bytes of a plate. */
export interface PlateContext {
  readonly settings: Settings
  readonly memory: ReaderMemory
  readonly origin: Origin
  /** Undefined when nobody asked for filters. */
  readonly asked: AskedFilters | undefined
}

/** Wavelengths of a plate, in nm. */
interface Optics {
  readonly measurementNm: number
  readonly referenceNm: number | null
}

/** The wavelengths that a head names, or why they cannot be used. */
export function opticsFromHead(head: PlateHead, context: PlateContext): Optics | FaultText {
  const wrong = wrongModel(head, context.settings) ?? wrongFilters(head, context)
  if (wrong !== undefined) return wrong
  const measurementNm = nmFrom(head.measurement, context)
  const referenceNm = head.reference === null ? null : nmFrom(head.reference, context)
  if (typeof measurementNm !== 'number') return measurementNm
  if (referenceNm !== null && typeof referenceNm !== 'number') return referenceNm
  return { measurementNm, referenceNm }
}

function wrongModel({ title }: PlateHead, { model }: Settings): FaultText | undefined {
  const named = modelFromTitle(title)
  if (named === undefined || named === model) return undefined
  const message = `The reader calls itself '${title}'; it is configured as a Model ${model}.`
  return unsuitedFault(message, `Write model: '${named}' into the settings of the reader.`)
}

/** The filters that came must be those that were asked for: no checksum covers their lines. */
function wrongFilters(
  { measurement, reference }: PlateHead,
  { asked, settings, memory }: PlateContext,
): FaultText | undefined {
  if (asked === undefined) return undefined
  const sayable = (position: number): string | undefined => {
    if (settings.model === '550') return String(position)
    const wavelengthNm = memory.filtersNm?.[position - 1]
    return wavelengthNm === undefined ? undefined : String(wavelengthNm)
  }
  const isOther = (came: string | null, position: number | null): boolean => {
    if (came === null || position === null) return came !== position
    const wanted = sayable(position)
    return wanted !== undefined && Number(came) !== Number(wanted)
  }
  const isMeant = !isOther(measurement, asked.measurement) && !isOther(reference, asked.reference)
  if (isMeant) return undefined
  const wanted = [asked.measurement, asked.reference].filter((each) => each !== null)
  return malformedFault(
    `A plate measured with the filters in position ${wanted.join(' and ')}`,
    [measurement, reference].filter((each) => each !== null).join(' and '),
  )
}

function nmFrom(filter: string, { settings, memory }: PlateContext): number | FaultText {
  if (settings.model === '680') {
    return /^\d{3,4}$/.test(filter) ? Number(filter) : malformedFault('A wavelength in nm', filter)
  }
  const wavelengthNm = memory.filtersNm?.[Number(filter) - 1] ?? 0
  if (/^[1-4]$/.test(filter) && wavelengthNm > 0) return wavelengthNm
  return unsuitedFault(
    `The reader measured with the filter in position '${filter}', whose wavelength is not known.`,
    'Write the wavelengths of all filters, from position 1, into the settings of the reader.',
  )
}

export interface ReadParts {
  readonly head: PlateHead
  readonly optics: Optics
  readonly blocks: readonly RawBlock[]
  readonly checksum: Pick<Block, 'checksum'> & { readonly rule: string }
  readonly context: PlateContext
  readonly bytes: Uint8Array
}

/** The read of a plate that counts. */
export function readFromPlate(parts: ReadParts): PlateRead {
  const { head, optics, blocks, context, bytes } = parts
  const { measurementNm, referenceNm } = optics
  const { checksum, rule } = parts.checksum
  // Both wavelengths came, or only their difference.
  const isDifference = referenceNm !== null && blocks.length === 1
  const subtracted = context.settings.model === '550' ? true : ('unknown' as const)
  const wellBlocks = blocks.map(({ tokens }, index): Block => ({
    interval: 1,
    wavelengthNm: index === 0 ? measurementNm : (referenceNm ?? measurementNm),
    referenceNm: isDifference ? referenceNm : null,
    subtractedByInstrument: isDifference ? subtracted : false,
    temperatureC: context.memory.temperatureC,
    checksum,
    wells: wellsFromTokens(tokens, valueFromToken),
  }))
  const extra = {
    origin: context.origin,
    title: head.title,
    checksumRule: rule,
    ...(head.time === '' ? {} : { readerTime: head.time }),
  }
  return { format: 96, blocks: wellBlocks, barcode: null, extra, bytes }
}

/** The read of a plate from the memory of a 680; nothing there adds up its characters. */
export function readFromStored({ head, blocks }: StoredPlate, bytes: Uint8Array): PlateRead {
  const wellBlocks = blocks.map((items, index): Block => ({
    interval: 1,
    wavelengthNm: index === 0 ? head.measurementNm : (head.referenceNm ?? head.measurementNm),
    referenceNm: null,
    subtractedByInstrument: false,
    temperatureC: null,
    checksum: 'absent',
    wells: wellsFromTokens(items, valueFromItem),
  }))
  const extra = {
    origin: 'stored-plate',
    memory: head.memory,
    mode: head.mode,
    kit: head.kit,
    protocol: head.protocol,
    readerTime: head.date,
  }
  return { format: 96, blocks: wellBlocks, barcode: null, extra, bytes }
}

function wellsFromTokens(
  tokens: readonly string[],
  valueOf: typeof valueFromToken,
): Block['wells'] {
  return wellsOf(96).map((well: Well, index) => {
    const token = tokens[index] ?? ''
    return { well, value: token === '' ? 'unread' : valueOf(token), text: token.trim() }
  })
}
