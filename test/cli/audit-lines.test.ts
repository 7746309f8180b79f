import { describe, expect, it } from 'vitest'

import { auditLines } from '../../src/cli/audit-lines.ts'
import type { AuditEntry } from '../../src/ports/audit.ts'

function entry(change: Partial<AuditEntry>): AuditEntry {
  return {
    number: 8,
    at: '2026-11-28T17:17:41.326+00:00',
    who: 'ada',
    act: 'masked',
    subject: { kind: 'mask', key: '1' },
    before: 'null',
    after: 'null',
    reason: '',
    digest: '',
    previous: '',
    hash: '',
    ...change,
  }
}

describe('entries of the audit trail on a terminal', () => {
  it('say why, and only what is different', () => {
    const before = '{"plate":"P1","isMasked":false}'
    const after = '{"plate":"P1","isMasked":true}'
    expect(auditLines([entry({ before, after, reason: 'bubble' })])).toStrictEqual([
      '   8  2026-11-28 17:17:41+00:00  ada  masked  mask 1',
      '      because: bubble',
      '      isMasked: false → true',
    ])
  })

  it('show what is within, what is new and what is gone, and hashes by their beginning', () => {
    const after = JSON.stringify({ documents: { 'layout L': 'ab'.repeat(32) }, plates: ['P1'] })
    const [, ...lines] = auditLines([entry({ before: '{"version":1}', after })])
    expect(lines).toStrictEqual([
      '      version: 1 → nothing',
      '      documents, layout L: abababababab…',
      '      plates: P1',
    ])
  })

  it('show a single value, and one that is no JSON, as it is', () => {
    expect(auditLines([entry({ before: '"a"', after: '{broken' })])[1]).toBe('      a → {broken')
    expect(auditLines([])).toStrictEqual(['No entry fits.'])
  })
})
