import { stripVTControlCharacters } from 'node:util'

import { describe, expect, it } from 'vitest'

import { statusLines } from '../../src/cli/status-lines.ts'

const READER = {
  id: 'elx808-demo',
  state: 'idle',
  in_state_s: 353,
  model: 'ELx808 with incubator',
  version: '7340201  Version 3.15',
  port: 'tcp://127.0.0.1:43423',
  last_byte_age_s: 353,
  last_plate: 'DEMO-0001',
  last_plate_age_s: 354,
}

function said(change: object = {}): readonly string[] {
  const database = { state: 'writable', bytes: 1024 * 1024 }
  const waiting = { exports: 1, unassigned: 0, captures: 2 }
  const status = { state: 'ok', running: true, readers: [READER], database, waiting, ...change }
  return statusLines({ backup: null, synthetic: null, ...status }).map(stripVTControlCharacters)
}

describe('how the daemon is, on a terminal', () => {
  it('fits a hundred columns and says who answered where', () => {
    const lines = said()
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100)
    const [reader, instrument] = lines.filter((line) => line.startsWith('elx808-demo'))
    expect(reader).toMatch(/idle +5 min 53 s +5 min 53 s ago +DEMO-0001 +5 min 54 s ago$/)
    expect(instrument).toMatch(/ELx808 with incubator 7340201 Version 3\.15 +tcp:/)
  })

  it('counts in words that fit the number', () => {
    expect(said()).toContain('waiting    1 export, 0 plates without a layout, 2 open captures')
    expect(said({ waiting: {} }).join('\n')).toContain('unknown exports, unknown plates without')
  })

  it('says why nobody asked the database', () => {
    const lines = said({ running: false, database: { state: 'unasked', bytes: null } })
    expect(lines).toContain('database   not asked, no daemon runs')
  })
})
