import { describe, expect, it } from 'vitest'

import { simulator } from '../../../drivers/print-capture/simulator.ts'
import { plateNumber } from '../conformance-kit.ts'
import { MATRIX, matrixLines } from './prints.ts'

const SMALL = { ...MATRIX, line_length: 75 }

function reader(template: unknown, fault: string | null = null) {
  const settings = { model: 'Test', template }
  const plate = { ...plateNumber(1), od: new Map([[450, new Map()]]) }
  return simulator.create({ nextPlate: () => plate, fault, seed: 1, settings })
}

describe('a simulated reader that prints', () => {
  it('prints nothing before START, whatever it is told', () => {
    const one = reader(SMALL)
    expect(one.connected(0)).toEqual([])
    expect(one.hear(Uint8Array.of(0x0d))).toEqual([])
  })

  it('prints its title, the plate and a line behind it, each line with its end', () => {
    const [settings] = simulator.variants.map((variant) => variant.settings)
    const nextPlate = () => plateNumber(1)
    const one = simulator.create({ nextPlate, fault: null, seed: 1, settings })
    const lines = (one.pressStart?.() ?? []).map(({ bytes }) => String.fromCharCode(...bytes))
    expect(lines.slice(0, 3)).toEqual([
      'INVENTED PRINT STYLE\r\n',
      '\r\n',
      'Wavelength: 450 nm\r\n',
    ])
    expect(lines[3]?.trim().split(/ +/)).toEqual(matrixLines()[0]?.trim().split(/ +/))
    expect(lines[4]).toMatch(/^A {2,}\d\.\d{3} {2,}.*\r\n$/)
    expect(lines[4]).toHaveLength(101)
    expect(lines.at(-1)).toBe('*\r\n')
  })

  it('cannot print what its template has no mark for', () => {
    expect(() => reader(SMALL).pressStart?.()).toThrow(/no mark for 'unread'/)
  })

  it('cannot print a plate of another size', () => {
    expect(() => reader({ ...SMALL, wells: 384, header: 'absent' }).pressStart?.()).toThrow(
      /template is for 384 wells, the plate has 96/,
    )
  })

  it('knows its faults', () => {
    expect(() => reader(SMALL, 'paper-jam')).toThrow(/no fault 'paper-jam'/)
  })
})
