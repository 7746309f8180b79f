import { describe, expect, it } from 'vitest'

import { bindPlate, type BindingClues } from '../../src/core/binding.ts'
import type { RunSheet } from '../../src/core/run-sheet.ts'

function sheet(plate: string, more: Partial<RunSheet> = {}): RunSheet {
  return {
    plate,
    layout: 'milk',
    assay: null,
    reader: null,
    barcode: null,
    kitLot: '',
    operator: '',
    specimens: [],
    ...more,
  }
}

function clues(more: Partial<BindingClues>): BindingClues {
  const sheets = more.sheets ?? []
  return {
    expected: sheets.filter(({ reader }) => reader === 'elx'),
    readerId: 'elx',
    barcode: null,
    defaultLayout: null,
    sheets: [],
    isKnown: () => false,
    freshName: 'elx-now',
    ...more,
  }
}

describe('A plate finds out which plate it is', () => {
  it('by the one run sheet that waits for its reader', () => {
    const waiting = sheet('P1', { reader: 'elx' })
    const bound = bindPlate(clues({ sheets: [waiting, sheet('P2', { reader: 'other' })] }))
    expect(bound).toMatchObject({ plate: 'P1', kind: 'run-sheet', layoutId: 'milk' })
    expect(bound.sheet).toBe(waiting)
  })

  it('by the run sheet even when the reader has a default layout', () => {
    const sheets = [sheet('P1', { reader: 'elx' })]
    expect(bindPlate(clues({ sheets, defaultLayout: 'plain' })).kind).toBe('run-sheet')
  })

  it('by its barcode when no run sheet waits', () => {
    const sheets = [sheet('P1', { barcode: '0815' }), sheet('P2', { barcode: '0816' })]
    expect(bindPlate(clues({ sheets, barcode: '0816' }))).toMatchObject({
      plate: 'P2',
      kind: 'barcode',
    })
  })

  it('by its barcode again when it is read a second time', () => {
    const sheets = [sheet('P1', { reader: 'elx', barcode: '0815' })]
    const bound = bindPlate(clues({ sheets, barcode: '0815', isKnown: () => true }))
    expect(bound).toMatchObject({ plate: 'P1', kind: 'barcode' })
  })

  it('by its barcode among several run sheets that wait for one reader', () => {
    const sheets = [
      sheet('P1', { reader: 'elx', barcode: '1' }),
      sheet('P2', { reader: 'elx', barcode: '2' }),
    ]
    expect(bindPlate(clues({ sheets, barcode: '2' })).plate).toBe('P2')
  })

  it('by the plate name when the sheet has no barcode of its own', () => {
    expect(bindPlate(clues({ sheets: [sheet('P7')], barcode: 'P7' })).kind).toBe('barcode')
  })

  it('by the default layout, named after its barcode or freshly, without a sheet', () => {
    const unnamed = bindPlate(clues({ defaultLayout: 'plain' }))
    expect(unnamed).toMatchObject({ plate: 'elx-now', kind: 'reader-default', sheet: null })
    expect(bindPlate(clues({ defaultLayout: 'plain', barcode: '9' })).plate).toBe('9')
  })
})

describe('A plate stays unassigned, with the reason', () => {
  it('when the plate that was expected has been read already', () => {
    const sheets = [sheet('P1', { reader: 'elx' })]
    const bound = bindPlate(clues({ sheets, isKnown: () => true, defaultLayout: 'plain' }))
    expect(bound.kind).toBe('unassigned')
    expect(bound.reason).toContain("'P1' was expected and has been read already")
  })

  it('whatever sheet came into the folder after the read was asked for', () => {
    const late = [sheet('P2', { reader: 'elx' })]
    const bound = bindPlate(clues({ sheets: late, expected: [] }))
    expect(bound.kind).toBe('unassigned')
  })

  it('when nothing names it', () => {
    const bound = bindPlate(clues({}))
    expect(bound).toMatchObject({ kind: 'unassigned', layoutId: null, plate: 'elx-now' })
    expect(bound.reason).toContain('no default layout')
  })

  it('when several run sheets wait and nothing tells them apart', () => {
    const sheets = [sheet('P1', { reader: 'elx' }), sheet('P2', { reader: 'elx' })]
    const bound = bindPlate(clues({ sheets, defaultLayout: 'plain' }))
    expect(bound.kind).toBe('unassigned')
    expect(bound.reason).toContain("'P1', 'P2'")
  })

  it('when the expected plate should have another barcode', () => {
    const sheets = [sheet('P1', { reader: 'elx', barcode: '1' })]
    const bound = bindPlate(clues({ sheets, barcode: '2', defaultLayout: 'plain' }))
    expect(bound.kind).toBe('unassigned')
    expect(bound.reason).toContain("expects barcode '1'")
  })

  it('when its barcode belongs to another plate than the reader waits for', () => {
    const sheets = [sheet('P1', { reader: 'elx' }), sheet('P2', { barcode: '2' })]
    const bound = bindPlate(clues({ sheets, barcode: '2' }))
    expect(bound.kind).toBe('unassigned')
    expect(bound.reason).toContain("belongs to plate 'P2'")
  })

  it('when two run sheets claim one barcode', () => {
    const sheets = [sheet('P1', { barcode: '2' }), sheet('P2', { barcode: '2' })]
    expect(bindPlate(clues({ sheets, barcode: '2' })).reason).toContain('Several run sheets')
  })
})
