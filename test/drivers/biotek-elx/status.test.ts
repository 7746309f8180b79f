import { describe, expect, it } from 'vitest'

import {
  createStatusReader,
  statusBytes,
  statusFromBytes,
} from '../../../drivers/biotek-elx/status.ts'
import { wire } from './talk.ts'

describe('a status', () => {
  it('is read in ELx form, four hex digits and ETX', () => {
    expect(statusFromBytes(wire('"0000" 03'))).toEqual({ format: 'elx', code: '0000', ok: true })
    expect(statusFromBytes(wire('"0A12" 03'))).toEqual({ format: 'elx', code: '0A12', ok: false })
  })

  it('is read in 312 form, as a real ELx808 sent it', () => {
    expect(statusFromBytes(wire('1e 30 30 30 03'))).toEqual({
      format: '312',
      code: '000',
      ok: true,
    })
    expect(statusFromBytes(wire('1e 30 38 30 03'))).toEqual({
      format: '312',
      code: '080',
      ok: false,
    })
  })

  it.each(['', '"000" 03', '"00G0" 03', '"0000" 04', '1e 31 30 30 03', '1e 30 30 31 03'])(
    'is not read from %s',
    (text) => {
      expect(statusFromBytes(wire(text))).toBeUndefined()
    },
  )

  it('is written as it is read', () => {
    expect(statusBytes('0E03')).toEqual(wire('"0E03" 03'))
    expect(statusBytes('090')).toEqual(wire('1e 30 39 30 03'))
  })

  it('turns bad at the first byte that does not fit', () => {
    const reader = createStatusReader()
    expect(reader.isEmpty).toBe(true)
    expect(reader.take(0x30)).toBe('more')
    expect(reader.isEmpty).toBe(false)
    expect(reader.take(0x0d)).toBe('bad')
  })
})
