import { z } from 'zod'

import { assaySchema } from './assay-schema.ts'
import { assaydSchema } from './assayd-schema.ts'
import { layoutSchema } from './layout-schema.ts'
import { organismsSchema } from './organisms-schema.ts'
import { runSheetSchema } from './run-sheet-schema.ts'

const SCHEMAS = {
  'assay.json': assaySchema,
  'assayd.json': assaydSchema,
  'layout.json': layoutSchema,
  'organisms.json': organismsSchema,
  'run-sheet.json': runSheetSchema,
}

/** The JSON Schemas that editors check and complete the configuration with: file name → text. */
export function jsonSchemas(): ReadonlyMap<string, string> {
  const written = Object.entries(SCHEMAS).map(([name, schema]) => {
    const described = z.toJSONSchema(schema, { io: 'input', target: 'draft-7' })
    return [name, `${JSON.stringify(described, null, 2)}\n`] as const
  })
  return new Map(written)
}
