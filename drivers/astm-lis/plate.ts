import {
  type Block,
  compareWells,
  type FaultText,
  type ReadWell,
  type Well,
} from '../../src/driver-kit.ts'

import { contentFault, nothingMappedFault, terminatorFault, unmappedFault } from './faults.ts'
import type { Message } from './message.ts'
import { componentOf, fieldOf, type LisRecord } from './records.ts'
import {
  isUnclear,
  placeText,
  type Result,
  shown,
  textAt,
  type Unclear,
  valueOf,
  wavelengthOf,
  wellOf,
} from './said.ts'
import { type Mapping, wellsExpected } from './settings.ts'

/** What a message comes to. */
export type Content =
  | { readonly kind: 'plate'; readonly plate: Plate }
  | { readonly kind: 'fault'; readonly fault: FaultText }
  /** No results: nothing that could have been a plate. */
  | { readonly kind: 'nothing' }

export interface Plate {
  readonly blocks: readonly Block[]
  readonly barcode: string | null
  readonly extra: Readonly<Record<string, string>>
}

/** What a whole message says, by the mapping of the site. */
export function contentOf(message: Message, mapping: Mapping | undefined): Content {
  const results = resultsOf(message)
  if (results.length === 0) return { kind: 'nothing' }
  const fault = (text: FaultText): Content => ({ kind: 'fault', fault: text })
  if (message.lastWord !== '' && message.lastWord !== 'N')
    return fault(terminatorFault(message.lastWord))
  if (mapping === undefined) return fault(unmappedFault(results.length))
  const { only } = mapping
  const ods =
    only === undefined ? results : results.filter((one) => textAt(one, only.at) === only.is)
  if (only !== undefined && ods.length === 0)
    return fault(nothingMappedFault(results.length, `'${only.is}' at ${only.at}`))
  const plate = plateFrom(ods, mapping)
  if (isUnclear(plate)) return fault(contentFault(plate.why))
  const extra = { ...extraOf(message), otherResults: String(results.length - ods.length) }
  return { kind: 'plate', plate: { ...plate, extra } }
}

/** Every result with the records above it. */
function resultsOf(message: Message): readonly Result[] {
  const above: Record<string, LisRecord> = {}
  const results: Result[] = []
  for (const record of message.records) {
    above[record.type] = record
    if (record.type === 'P') delete above['O']
    if (record.type === 'R') results.push({ message, above: { ...above } })
  }
  return results
}

function plateFrom(results: readonly Result[], mapping: Mapping): Omit<Plate, 'extra'> | Unclear {
  const found = new Map(
    mapping.wavelengthsNm.map((nm): [number, Map<Well, ReadWell>] => [nm, new Map()]),
  )
  for (const result of results) {
    const why = take(result, mapping, found)
    if (why !== undefined) return why
  }
  const blocks: Block[] = []
  for (const [wavelengthNm, wells] of found) {
    const expected = wellsExpected(mapping)
    if (wells.size !== expected)
      return { why: `${wells.size} of ${expected} wells came at ${wavelengthNm} nm` }
    blocks.push(blockOf({ wavelengthNm, wells, mapping }))
  }
  const uneven = unevenBlocks(blocks)
  if (uneven !== undefined) return uneven
  const barcode = barcodeOf(results, mapping)
  return typeof barcode === 'object' && barcode !== null ? barcode : { blocks, barcode }
}

type Found = ReadonlyMap<number, Map<Well, ReadWell>>

/** Puts one result into its well; why it cannot be, otherwise undefined. */
function take(result: Result, mapping: Mapping, found: Found): Unclear | undefined {
  const well = wellOf(result, mapping)
  if (isUnclear(well)) return well
  const nm = wavelengthOf(result, mapping)
  if (isUnclear(nm)) return nm
  const said = valueOf(result, mapping)
  if (isUnclear(said)) return { why: `${well}: ${said.why}` }
  const wells = found.get(nm)
  if (wells === undefined || wells.has(well)) return { why: `${well} came twice at ${nm} nm` }
  wells.set(well, { well, ...said })
  return undefined
}

interface BlockParts {
  readonly wavelengthNm: number
  readonly wells: ReadonlyMap<Well, ReadWell>
  readonly mapping: Mapping
}

const SUBTRACTED = { yes: true, no: false, unknown: 'unknown' } as const

function blockOf({ wavelengthNm, wells, mapping }: BlockParts): Block {
  return {
    interval: 1,
    wavelengthNm,
    referenceNm: mapping.referenceNm,
    subtractedByInstrument: SUBTRACTED[mapping.subtracted],
    temperatureC: null,
    checksum: 'ok',
    wells: [...wells.values()].toSorted((left, right) => compareWells(left.well, right.well)),
  }
}

/** Of part of a plate, every wavelength must have the same part. */
function unevenBlocks([first, ...others]: readonly Block[]): Unclear | undefined {
  const names = ({ wells }: Block): string => wells.map(({ well }) => well).join()
  const odd = others.find((block) => first !== undefined && names(block) !== names(first))
  if (first === undefined || odd === undefined) return undefined
  return { why: `other wells came at ${odd.wavelengthNm} nm than at ${first.wavelengthNm} nm` }
}

/** The plate's id, which all results must agree on: a message is one plate. */
function barcodeOf(results: readonly Result[], { barcode }: Mapping): string | null | Unclear {
  if (barcode === undefined) return null
  const ids = new Set<string>()
  for (const result of results) {
    const text = placeText(result, barcode)
    if (isUnclear(text)) return text
    ids.add(text)
  }
  const [id = '', other] = ids
  if (other !== undefined)
    return { why: `it has results of two plates, '${shown(id)}' and '${shown(other)}'` }
  return id === '' ? null : id
}

/** Who sent the message, and when, as its header says. */
function extraOf({ records, delimiters }: Message): Readonly<Record<string, string>> {
  const [header] = records
  if (header === undefined) return {}
  const sender = fieldOf(header, 5).split(delimiters.component).join(' ').trim()
  const sentAt = componentOf(fieldOf(header, 14), 1, delimiters)
  return { ...(sender === '' ? {} : { sender }), ...(sentAt === '' ? {} : { sentAt }) }
}
