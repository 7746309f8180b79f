import { z } from 'zod'

import type { QualityRule } from '../core/quality/rule.ts'
import { assaySchema } from './assay-schema.ts'
import { assaydSchema } from './assayd-schema.ts'
import { layoutSchema } from './layout-schema.ts'
import { organismsSchema } from './organisms-schema.ts'
import { runSheetSchema } from './run-sheet-schema.ts'

const SCHEMAS = {
  'assayd.json': assaydSchema,
  'layout.json': layoutSchema,
  'organisms.json': organismsSchema,
  'run-sheet.json': runSheetSchema,
}

/**
 * The JSON Schemas that editors check and complete the configuration with: file name → text. That
 * of assays knows these quality rules.
 */
export function jsonSchemas(rules: readonly QualityRule[]): ReadonlyMap<string, string> {
  const all = { 'assay.json': assaySchema(rules), ...SCHEMAS }
  const written = Object.entries(all).map(([name, schema]) => {
    const described = z.toJSONSchema(schema, { io: 'input', target: 'draft-7' })
    return [name, `${JSON.stringify(described, null, 2)}\n`] as const
  })
  return new Map(written)
}
