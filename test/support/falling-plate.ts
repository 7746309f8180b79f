import type { Layout, LayoutWell } from '../../src/core/layout/layout.ts'
import { IL6, layoutOf, STANDARD_PLACES } from './il6-plate.ts'

/** Standards, two blanks, and twelve supernatants in duplicate, undiluted and at 1:10. */
export function fallingLayout(): Layout {
  const places = Array.from({ length: 12 }, (_, slot) =>
    [1, 10].flatMap((dilution, right) =>
      [0, 1].map((replicate) => ({
        well: `${'ABCDEF'.charAt(slot % 6)}${(slot < 6 ? 3 : 7) + 2 * right + replicate}`,
        role: 'sample' as const,
        slot: slot + 1,
        condition: 'unstimulated',
        dilution,
        replicate: replicate + 1,
      })),
    ),
  ).flat()
  const blanks = ['G12', 'H12'].map((well) => ({ well, role: 'blank' as const }))
  return layoutOf([...STANDARD_PLACES, ...places, ...blanks])
}

/** A competitive kit: the most colour without analyte, none in blanks and empty wells. */
export function fallingOd({ role, level, slot, dilution, replicate, well }: LayoutWell): number {
  if (role === 'blank' || role === 'empty') return 0.05
  const amount = 30 + 37 * (slot ?? 0)
  const inWell = role === 'standard' ? (IL6.standards[(level ?? 1) - 1] ?? 0) : amount / dilution
  const ripple = (replicate + well.charCodeAt(0)) % 2 === 0 ? 0.98 : 1.02
  return (0.1 + (2.4 - 0.1) / (1 + (inWell / 80) ** 1.1)) * ripple
}
