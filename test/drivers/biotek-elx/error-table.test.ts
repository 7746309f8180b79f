import { describe, expect, it } from 'vitest'

import { ERROR_CODES_ELX, faultFromStatus } from '../../../drivers/biotek-elx/error-table.ts'

const elx = (code: string) => faultFromStatus({ format: 'elx', code, ok: /^0+$/.test(code) })
const old = (code: string) => faultFromStatus({ format: '312', code, ok: /^0+$/.test(code) })

describe('the error table', () => {
  it('has no fault for a status that is ok', () => {
    expect(elx('0000')).toBeUndefined()
    expect(old('000')).toBeUndefined()
  })

  it('has every code of the manual once', () => {
    const fatal = ['A100', 'A200', 'A300', 'A400', 'A500', 'A600', 'A700', 'A800', 'A900']
    const rest = (
      '0100 0200 0300 0400 0500 0600 0700 0800 0900 0A00 0B00 0C00 0D00 0E00 0F00 1000 1100 1200 ' +
      '1300 1500 1600 1700 1800 1900 1A00 1B00 1C00 1D00 1E00 1F00 2000 2100 2200 2300 2400 2500 ' +
      '2600 2700 2800'
    ).split(' ')
    expect(ERROR_CODES_ELX).toEqual([...fatal, ...rest])
  })

  it('gives every code a meaning and a hint, and calls the A codes alone fatal', () => {
    for (const code of ERROR_CODES_ELX) {
      const fault = elx(code)
      expect(fault?.meaning, code).toMatch(/\S/)
      expect(fault?.hint, code).toMatch(/\.$/)
      expect(fault?.fatal, code).toBe(code.startsWith('A'))
    }
  })

  it.each([
    ['0200', 'a motor found no sensor (carrier)'],
    ['0301', 'a motor found no beam (filter wheel)'],
    ['0402', 'a motor failed its position check (robot door)'],
    ['0403', 'a motor failed its position check (motor 3)'],
    ['0503', 'the A/D converter is saturated (test 3)'],
    ['0604', 'gain out of range (filter 4)'],
    ['0750', 'noise too high (channel 5)'],
    ['0962', 'dark reading out of range (filter 2, channel 6)'],
    ['0A12', 'air or blank reading out of range (filter 2, channel 1)'],
    ['0E03', "a wavelength is not in the reader's table (filter 3)"],
    ['0F31', 'filter signal out of range (filter 1, channel 3)'],
    ['2331', 'lamp failure (test 1, 5 V)'],
    ['2332', 'lamp failure (test 2, 24 V)'],
    ['A301', 'a device is not available (device 1)'],
  ])('reads the digits of %s', (code, meaning) => {
    expect(elx(code)?.meaning).toBe(meaning)
  })

  it('reads lower-case digits alike', () => {
    expect(elx('0a12')).toEqual(elx('0A12'))
  })

  it.each(['0101', '1601', '0751', '1400', '9999', 'A901', 'B000'])(
    'says that it does not list %s',
    (code) => {
      expect(elx(code)?.meaning).toContain('does not list')
      expect(elx(code)?.fatal).toBe(code.startsWith('A'))
    },
  )

  it.each([
    ['080', 'instrument failure'],
    ['090', 'assay, scan or table definition error'],
    ['0A0', 'well range error'],
    ['0B0', 'incubator setpoint error'],
    ['0C0', 'incubator temperature error'],
    ['0E0', 'barcode error'],
    ['070', 'a status its table does not list'],
  ])('knows the 312 status %s', (code, meaning) => {
    expect(old(code)).toMatchObject({ meaning, fatal: false })
  })
})
