import { Command } from 'commander'
import { afterEach, describe, expect, it, vi } from 'vitest'

import { addLayout } from '../../src/cli/layout.ts'
import { settingsFrom } from '../../src/settings/settings-source.ts'
import { writeConfig } from '../settings/config-fixture.ts'
import { rejection } from '../support/rejection.ts'

const ESC = '\u001B'

const DILUTED = `id: diluted
name: one specimen, diluted
plate: 96
assay: two-standards
baseline: unstimulated
standards: { wells: A1-B1, levels: 2 }
specimens:
  wells: A2-C2
  slots: 1
  conditions: [unstimulated, salmonella-enterica]
  dilutions: { unstimulated: [1], salmonella-enterica: [1, 50] }
controls: { id: kit-control, wells: H12 }
blanks: H1
`

function shown(
  id: string,
  config = writeConfig({ 'layouts/diluted.yaml': DILUTED }),
  ...more: readonly string[]
) {
  const printed: string[] = []
  const program = new Command('assayd')
  addLayout(program, {
    settings: (file) => settingsFrom(file, ['biotek-elx']),
    print: (line) => printed.push(line),
  })
  const end = program.parseAsync(['layout', 'show', id, '--config', config, ...more], {
    from: 'user',
  })
  return { printed, end }
}

afterEach(() => {
  vi.unstubAllEnvs()
})

describe('assayd layout show', () => {
  it('draws the plate and says what the marks mean', async () => {
    vi.stubEnv('NO_COLOR', '1')
    const { printed, end } = shown('diluted')
    await end
    const [id, name, , , numbers, ...rest] = printed
    expect(id).toMatch(/^diluted \(.*layouts\/diluted.yaml\)$/)
    expect(name).toBe('one specimen, diluted')
    expect(numbers).toBe('    1   2   3   4   5   6   7   8   9  10  11  12')
    expect(rest).toEqual([
      'A  S1  1a   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·',
      'B  S2  1b   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·',
      'C   ·  1c   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·',
      'D   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·',
      'E   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·',
      'F   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·',
      'G   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·',
      'H   B   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·  K1',
      '',
      '   S1 100, S2 0 pg/mL',
      '   K1  control kit-control',
      '    B  blank',
      '    a  unstimulated',
      '    b  Salmonella enterica (pathogen)',
      '    c  Salmonella enterica (pathogen), diluted 50-fold',
      'numbers are specimen slots, 1 to 1; a run sheet names the milk',
      '    ·  empty (89 wells)',
    ])
  })

  it('gives programs every well', async () => {
    const { printed, end } = shown('diluted', undefined, '--json')
    await end
    expect(printed).toHaveLength(1)
    const told: unknown = JSON.parse(printed[0] ?? '')
    expect(told).toMatchObject({ id: 'diluted', format: 96, baseline: 'unstimulated' })
    expect(told).toMatchObject({ wells: { length: 96, 2: { well: 'A3', role: 'empty' } } })
    const diluted = { well: 'C2', slot: 1, condition: 'salmonella-enterica', dilution: 50 }
    expect(told).toHaveProperty('wells', expect.arrayContaining([expect.objectContaining(diluted)]))
  })

  it('uses colours only where they are wanted', async () => {
    vi.stubEnv('NO_COLOR', '1')
    const plain = shown('diluted')
    await plain.end
    expect(plain.printed.join('\n')).not.toContain(ESC)
    vi.stubEnv('NO_COLOR', undefined)
    vi.stubEnv('FORCE_COLOR', '1')
    const coloured = shown('diluted')
    await coloured.end
    expect(coloured.printed.join('\n')).toContain(`${ESC}[34m S1${ESC}[39m`)
    const bare = coloured.printed.map((line) =>
      line.replaceAll(new RegExp(`${ESC}\\[\\d+m`, 'g'), ''),
    )
    expect(bare).toEqual(plain.printed.with(0, bare[0] ?? ''))
  })

  it('keeps every shipped 96-well plate within 80 columns', async () => {
    vi.stubEnv('NO_COLOR', '1')
    for (const id of ['milk-13x3-duplicate', 'milk-13x3-before', 'milk-8x3-two-dilutions']) {
      const { printed, end } = shown(id, 'config/assayd.yaml')
      await end
      expect(Math.max(...printed.map((line) => line.length))).toBeLessThanOrEqual(80)
    }
  })

  it('says which layouts there are when one is not known', async () => {
    const error = await rejection(shown('dilutd').end)
    expect(error).toMatchObject({
      code: 'layout-unknown',
      message: "No layout is called 'dilutd'.",
      hint: expect.stringContaining('diluted, small'),
    })
  })
})
