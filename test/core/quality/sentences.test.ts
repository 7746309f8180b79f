import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

import { loadRules } from '../../../src/registry.ts'
import { findings } from '../../support/findings.ts'
import { IL6 } from '../../support/il6-plate.ts'
import type { RuleScenes } from '../../support/rule-scenes/scene.ts'
import { SPECIMEN_SCENES } from '../../support/rule-scenes/specimens.ts'
import { STANDARD_SCENES } from '../../support/rule-scenes/standards.ts'
import { WELL_SCENES } from '../../support/rule-scenes/wells.ts'

const GOLDEN = join(import.meta.dirname, 'golden', 'sentences.txt')
const SCENES: RuleScenes = { ...SPECIMEN_SCENES, ...STANDARD_SCENES, ...WELL_SCENES }

/** Set to rewrite the expected file from the code; read every sentence of it before keeping it. */
const REWRITE = process.env['ASSAYD_REWRITE_GOLDENS'] === '1'

const rules = await loadRules(new URL('../../../src/core/quality/', import.meta.url))

describe('what an operator reads', () => {
  it('are these sentences, and what to do about them', () => {
    const said = rules.flatMap((rule) =>
      (SCENES[rule.id] ?? []).flatMap(({ plate }) =>
        findings(rule, plate(IL6)).map(
          ({ severity, message, hint }) => `${rule.id}: ${severity}\n  ${message}\n  ${hint}\n`,
        ),
      ),
    )
    const text = `${rules.map(({ id, about }) => `${id}: ${about}\n`).join('')}\n${said.join('')}`
    if (REWRITE) writeFileSync(GOLDEN, text)
    expect(text).toBe(readFileSync(GOLDEN, 'utf8'))
  })
})
