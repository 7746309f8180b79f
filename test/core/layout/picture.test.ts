import { describe, expect, it } from 'vitest'

import { layoutLegend, layoutPicture } from '../../../src/core/layout/picture.ts'
import { loaded } from '../../settings/config-fixture.ts'

const TEXT = `id: picture
name: everything at once
plate: 96
assay: two-standards
baseline: unstimulated
standards: { wells: A1-B2, levels: 2, replicates: 2 }
specimens:
  wells: A3-H6
  slots: 5
  conditions: [unstimulated, salmonella-enterica]
  dilutions: { unstimulated: [1], salmonella-enterica: [1, 50] }
  replicates: 2
controls:
  - { id: low, wells: H11 }
  - { id: high, wells: H12 }
blanks: H1
`

function pictured() {
  const layout = loaded({ 'layouts/picture.yaml': TEXT }).layouts.get('picture')?.value
  if (layout === undefined) throw new TypeError('Expected the layout to be loaded.')
  return layout
}

describe('the picture of a layout', () => {
  it('shows what is in each well', () => {
    expect(layoutPicture(pictured()).split('\n')).toEqual([
      '    1   2   3   4   5   6   7   8   9  10  11  12',
      'A  S1  S1  1a  1a  3c  3c   ·   ·   ·   ·   ·   ·',
      'B  S2  S2  1b  1b  4a  4a   ·   ·   ·   ·   ·   ·',
      'C   ·   ·  1c  1c  4b  4b   ·   ·   ·   ·   ·   ·',
      'D   ·   ·  2a  2a  4c  4c   ·   ·   ·   ·   ·   ·',
      'E   ·   ·  2b  2b  5a  5a   ·   ·   ·   ·   ·   ·',
      'F   ·   ·  2c  2c  5b  5b   ·   ·   ·   ·   ·   ·',
      'G   ·   ·  3a  3a  5c  5c   ·   ·   ·   ·   ·   ·',
      'H   B   ·  3b  3b   ·   ·   ·   ·   ·   ·  K1  K2',
    ])
  })

  it('has a legend with a mark for each standard, control and condition with its dilution', () => {
    const legend = layoutLegend(pictured()).map(({ mark, example }) => [
      mark,
      example.level ?? example.control ?? example.condition,
      example.dilution,
    ])
    expect(legend).toEqual([
      ['S1', 1, 1],
      ['S2', 2, 1],
      ['K1', 'low', 1],
      ['K2', 'high', 1],
      ['B', null, 1],
      ['a', 'unstimulated', 1],
      ['b', 'salmonella-enterica', 1],
      ['c', 'salmonella-enterica', 50],
    ])
  })

  it('hands every well to the painter with text of one width', () => {
    const seen: string[] = []
    const picture = layoutPicture(pictured(), (well, text) => {
      seen.push(`${well.well}=${text}`)
      return `<${text}>`
    })
    expect(seen).toHaveLength(96)
    expect(seen[0]).toBe('A1= S1')
    expect(picture.split('\n')[1]?.startsWith('A < S1> < S1> < 1a>')).toBe(true)
  })
})
