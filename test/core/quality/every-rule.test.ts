import { describe, expect, it } from 'vitest'

import type { Assay } from '../../../src/core/assay.ts'
import { flagsOf, groupsOf, limitsInForce } from '../../../src/core/quality/limits/in-force.ts'
import { loadRules } from '../../../src/registry.ts'
import { findings } from '../../support/findings.ts'
import { IL6 } from '../../support/il6-plate.ts'
import type { RuleScene, RuleScenes } from '../../support/rule-scenes/scene.ts'
import { SPECIMEN_SCENES } from '../../support/rule-scenes/specimens.ts'
import { STANDARD_SCENES } from '../../support/rule-scenes/standards.ts'
import { WELL_SCENES } from '../../support/rule-scenes/wells.ts'

const SCENES: RuleScenes = { ...SPECIMEN_SCENES, ...STANDARD_SCENES, ...WELL_SCENES }

const rules = await loadRules(new URL('../../../src/core/quality/', import.meta.url))
const scenes = rules.flatMap((rule) =>
  (SCENES[rule.id] ?? []).map((scene, at) => ({ id: rule.id, at: at + 1, rule, scene })),
)

/** Rules that find what is there or not: they can be made milder or stricter, and that is all. */
const WITHOUT_LIMITS: ReadonlySet<string> = new Set([
  'above-range',
  'control-not-measured',
  'curve-not-converged',
  'duplicate-wells',
  'no-checksum',
])

/** Every assay with one limit of the scene changed, by the name of the limit. */
function changedAssays(
  { changes = {}, limits = {}, report = {} }: RuleScene,
  groups: ReturnType<typeof groupsOf>,
): readonly (readonly [string, Assay])[] {
  const own = Object.entries(changes).map(([name, value]): readonly [string, Assay] => {
    const group = groups.find((one) => one.limits[name] !== undefined)
    if (group === undefined) throw new RangeError(`No limit '${name}' in this rule.`)
    const { usual, min, max } = group.limits[name] ?? { usual: NaN, min: NaN, max: NaN }
    expect(value).not.toBe(usual)
    expect(value).toBeGreaterThanOrEqual(min)
    expect(value).toBeLessThanOrEqual(max)
    return [name, { ...IL6, quality: { [group.id]: { limits: { [name]: value } } } }]
  })
  const whole: readonly (readonly [string, Assay])[] = [
    ['limits', { ...IL6, limits: { ...IL6.limits, ...limits } }],
    ['report', { ...IL6, report: { ...IL6.report, ...report } }],
  ]
  const said = { limits: Object.keys(limits).length, report: Object.keys(report).length }
  return [...own, ...whole.filter(([name]) => (name === 'limits' ? said.limits : said.report) > 0)]
}

describe('every quality rule', () => {
  it('has a scene in which it finds something', () => {
    expect(Object.keys(SCENES).toSorted()).toEqual(rules.map(({ id }) => id))
  })

  it.each(scenes)('$id says value, limit, wells and what to do, scene $at', ({ rule, scene }) => {
    const found = findings(rule, scene.plate(IL6))
    expect(found.length).toBeGreaterThan(0)
    for (const { value, limit, wells, hint } of found) {
      expect(value).toEqual(expect.any(Number))
      expect(limit).toEqual(expect.any(Number))
      expect(wells.length).toBeGreaterThan(0)
      expect(hint.length).toBeGreaterThan(20)
    }
  })

  it.each(scenes)('$id goes by the limits of the assay, scene $at', ({ rule, scene }) => {
    const usual = JSON.stringify(rule.check(scene.plate(IL6)))
    for (const [name, assay] of changedAssays(scene, groupsOf([rule]))) {
      expect(JSON.stringify(rule.check(scene.plate(assay))), name).not.toBe(usual)
    }
  })

  it.each(rules.map((rule) => ({ id: rule.id, rule })))(
    '$id has a scene for each of its limits',
    ({ id, rule }) => {
      const names = groupsOf([rule]).flatMap(({ limits }) => Object.keys(limits))
      const own = SCENES[id] ?? []
      const changed = own.flatMap(({ changes = {} }) => Object.keys(changes))
      expect(changed.toSorted()).toEqual(names.toSorted())
      const isElsewhere = own.some(({ limits, report }) => limits ?? report)
      expect(names.length === 0 && !isElsewhere).toBe(WITHOUT_LIMITS.has(id))
    },
  )

  it.each(scenes)('$id is as severe as the assay says, or off, scene $at', ({ rule, scene }) => {
    const at = (severity: 'warn' | 'block' | 'off'): readonly string[] => {
      const assay = { ...IL6, quality: { [rule.id]: { severity, limits: {} } } }
      return flagsOf(rule, scene.plate(assay)).map((flag) => flag.severity)
    }
    expect(new Set(at('warn'))).toEqual(new Set(['warn']))
    expect(new Set(at('block'))).toEqual(new Set(['block']))
    expect(at('off')).toEqual([])
    const asFound = flagsOf(rule, scene.plate(IL6))
    expect(asFound.map(({ rule: id }) => id)).toEqual(asFound.map(() => rule.id))
  })

  it.each(groupsOf(rules))('$id states limits that its own usual values fit', (group) => {
    for (const { usual, min, max, isWhole, source, about } of Object.values(group.limits)) {
      expect(usual).toBeGreaterThanOrEqual(min)
      expect(usual).toBeLessThanOrEqual(max)
      expect(isWhole !== true || Number.isInteger(usual)).toBe(true)
      expect(source).not.toBe('')
      expect(about).not.toBe('')
    }
    const { ascending = [] } = group
    const inOrder = ascending.map((name) => group.limits[name]?.usual ?? NaN)
    expect(inOrder).toEqual(inOrder.toSorted((a, b) => a - b))
  })
})

describe('the limits in force', () => {
  it('are all of them, those that the assay sets and the usual ones', () => {
    const quality = {
      drift: { severity: 'off', limits: { percentMax: 25 } },
      'control-limits': { limits: { platesFinal: 30 } },
    } as const
    const inForce = limitsInForce(rules, { quality })
    expect(Object.keys(inForce)).toHaveLength(groupsOf(rules).length)
    expect(inForce['drift']).toEqual({
      severity: 'off',
      limits: { percentMax: 25, chanceMax: 0.001 },
    })
    expect(inForce['control-limits']).toEqual({
      limits: { platesMin: 5, platesProvisional: 10, platesFinal: 30, wildSdsMax: 5 },
    })
    expect(inForce['no-checksum']).toEqual({ severity: 'as-found', limits: {} })
  })
})
