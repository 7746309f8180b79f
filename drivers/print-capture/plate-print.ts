import { type Block, compareWells, type FaultText, type ReadWell } from '../../src/driver-kit.ts'
import { damagedFault, readerErrorFault } from './faults.ts'
import { grammarOf, type Grammar } from './grammar.ts'
import { headingReader, type Heading } from './heading.ts'
import { isHeader, looksLikeRow, readRow, type CellReader } from './line.ts'
import type { Template } from './settings.ts'

/**
 * What a line meant. `outside`: no part of a plate; `inside`: part of one; `ended`: the plate is
 * over by its last line; `next`: the plate before is whole, and this line, not yet taken, begins
 * another.
 */
export type LineMeaning = 'outside' | 'inside' | 'ended' | 'next'

const WAVELENGTH_NM = { min: 200, max: 1100 }

/**
 * Hears the lines of one print and makes blocks of them. Everything is counted: inside a block the
 * lines of the template come in its order, with nothing but empty lines between. What does not fit
 * voids the print.
 */
export class PlatePrint {
  readonly #template: Template
  readonly #grammar: Grammar
  readonly #cells: CellReader
  readonly #headingIn: (line: string) => Heading | undefined
  readonly #blocks: Block[] = []
  #wells: ReadWell[] = []
  /** Which line of the block comes next: -1 is its header. */
  #next: number
  #isInBlock = false
  #heading: Heading | undefined
  /** The line before was the last of a block. */
  #isJustClosed = false
  #damage: FaultText | undefined

  constructor(template: Template, cells: CellReader) {
    this.#template = template
    this.#cells = cells
    this.#grammar = grammarOf(template)
    this.#headingIn = headingReader(template.heading)
    this.#next = this.#first
  }

  /** Why nothing of the print can be used; undefined as long as everything fits. */
  get damage(): FaultText | undefined {
    return this.#damage
  }

  /** Something of a plate came. */
  get hasBegun(): boolean {
    return this.#isInBlock || this.#blocks.length > 0
  }

  get isComplete(): boolean {
    return this.#blocks.length === this.#template.blocks
  }

  get blocks(): readonly Block[] {
    return this.#blocks
  }

  /** How far the plate came, in words. */
  get progress(): string {
    const { rows } = this.#grammar
    const lines = this.#isInBlock ? Math.max(0, this.#next) : 0
    const done = `${this.#blocks.length} of ${this.#template.blocks} blocks`
    return `after ${done} and ${lines} of ${rows.length} lines`
  }

  take(line: string): LineMeaning {
    const text = line.replace(/^\f/, '')
    if (text.trim() === this.#template.end_text) return this.#end()
    if (this.#damage !== undefined) return 'inside'
    if (this.#template.error_texts.some((error) => text.includes(error))) {
      return this.#void(readerErrorFault(text.trim().slice(0, 100)))
    }
    return this.#isInBlock ? this.#inside(text) : this.#outside(text)
  }

  /** Without a label anywhere only what stands between two plates tells where one ends. */
  get isBare(): boolean {
    return this.#grammar.header === null && this.#grammar.rows[0]?.label === null
  }

  get #first(): number {
    return this.#grammar.header === null ? 0 : -1
  }

  #end(): LineMeaning {
    if (this.#damage === undefined && this.hasBegun && !this.isComplete) {
      this.#void(damagedFault(this.progress, 'the line that ends a plate came too early'))
    }
    return 'ended'
  }

  #outside(line: string): LineMeaning {
    const isJustClosed = this.#isJustClosed
    this.#isJustClosed = false
    const heading = this.#headingIn(line)
    const begins = heading !== undefined || this.#beginsBlock(line)
    if (begins && isJustClosed && this.isBare) {
      return this.#void(damagedFault(this.progress, `'${shown(line)}' is a line too many`))
    }
    if (begins && this.isComplete) return 'next'
    if (heading !== undefined) return this.#announce(heading)
    if (begins) {
      this.#isInBlock = true
      return this.#inside(line)
    }
    if (!looksLikeRow(line, this.#grammar.rows, this.#template)) return 'outside'
    return this.#void(damagedFault(this.progress, `'${shown(line)}' stands alone`))
  }

  #beginsBlock(line: string): boolean {
    const { header, rows } = this.#grammar
    if (header !== null) return isHeader(line, header, this.#template)
    const [row] = rows
    return row !== undefined && typeof this.#rowIn(line, row) !== 'string'
  }

  #announce(heading: Heading): LineMeaning {
    const { wavelengthNm, referenceNm } = heading
    const isTwice = this.#blocks.some((block) => block.wavelengthNm === wavelengthNm)
    const isOff = [wavelengthNm, referenceNm ?? wavelengthNm].some(
      (nm) => nm < WAVELENGTH_NM.min || nm > WAVELENGTH_NM.max,
    )
    if (this.#heading !== undefined || isTwice || isOff) {
      return this.#void(damagedFault(this.progress, `the heading of ${wavelengthNm} nm is wrong`))
    }
    this.#heading = heading
    return 'inside'
  }

  #inside(line: string): LineMeaning {
    const { header, rows } = this.#grammar
    if (line.trim() === '') return 'inside'
    if (this.#next < 0) {
      if (header === null || !isHeader(line, header, this.#template)) return this.#misfit(line, '')
      this.#next = 0
      return 'inside'
    }
    const row = rows[this.#next]
    if (row === undefined) throw new TypeError('A block has no more lines.')
    const wells = this.#rowIn(line, row)
    if (typeof wells === 'string') return this.#misfit(line, wells)
    this.#wells.push(...wells)
    this.#next += 1
    if (this.#next === rows.length) this.#closeBlock(line)
    return 'inside'
  }

  #rowIn(line: string, row: Grammar['rows'][number]): readonly ReadWell[] | string {
    return readRow(line, row, { template: this.#template, cells: this.#cells })
  }

  #closeBlock(line: string): void {
    const { wavelengths_nm: fixed, reference_nm: told, subtracted } = this.#template
    const wavelengthNm = fixed?.[this.#blocks.length] ?? this.#heading?.wavelengthNm
    const printed = this.#heading?.referenceNm ?? null
    if (told !== null && printed !== null && told !== printed) {
      this.#misfit(line, `${printed} nm was taken off where ${told} nm is expected`)
      return
    }
    if (wavelengthNm === undefined) {
      this.#misfit(line, 'no line before it named the wavelength')
      return
    }
    this.#blocks.push({
      interval: 1,
      wavelengthNm,
      referenceNm: told ?? printed,
      subtractedByInstrument: subtracted === 'unknown' ? 'unknown' : subtracted === 'by-reader',
      temperatureC: null,
      checksum: 'absent',
      wells: this.#wells.toSorted((left, right) => compareWells(left.well, right.well)),
    })
    this.#wells = []
    this.#heading = undefined
    this.#isInBlock = false
    this.#isJustClosed = true
    this.#next = this.#first
  }

  #misfit(line: string, why: string): LineMeaning {
    const where = `${this.progress}, at '${shown(line)}'`
    return this.#void(damagedFault(where, why === '' ? 'the line of labels is missing' : why))
  }

  #void(fault: FaultText): LineMeaning {
    this.#damage ??= fault
    return 'inside'
  }
}

function shown(line: string): string {
  return line.trim().slice(0, 60)
}
