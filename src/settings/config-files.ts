import { dirname, join } from 'node:path'

import { AssaydError } from '../core/errors.ts'
import type { QualityRule } from '../core/quality/rule.ts'
import type { AssayFile } from './assay-schema.ts'
import { assaySchema } from './assay-schema.ts'
import type { AssaydFile } from './assayd-schema.ts'
import { assaydSchema } from './assayd-schema.ts'
import type { DefinitionFolder } from './config-folder.ts'
import { readDefinitions } from './config-folder.ts'
import type { LayoutFile } from './layout-schema.ts'
import { layoutSchema } from './layout-schema.ts'
import type { Mistake } from './mistake.ts'
import { mistakeLine } from './mistake.ts'
import type { OrganismsFile } from './organisms-schema.ts'
import { organismsSchema } from './organisms-schema.ts'
import type { ClosedSchema, Reading } from './read-closed.ts'
import { readClosed } from './read-closed.ts'
import { readYaml } from './yaml-source.ts'

/** Everything the configuration consists of, as far as it could be read. */
export interface ConfigFiles {
  readonly main: Reading<AssaydFile> | null
  readonly organisms: Reading<OrganismsFile> | null
  readonly assays: DefinitionFolder<AssayFile>
  readonly layouts: DefinitionFolder<LayoutFile>
  readonly mistakes: readonly Mistake[]
}

/**
 * Reads `assayd.yaml` and what lies beside it: `assays/`, `layouts/` and `organisms.yaml`. Throws
 * AssaydError `config-missing` when there is no such file; other mistakes are returned.
 */
export function readConfigFiles(
  configFile: string,
  rules: readonly QualityRule[] | null,
): ConfigFiles {
  const beside = (name: string) => join(dirname(configFile), name)
  const main = readFile(configFile, { whole: assaydSchema, part: assaydSchema.partial() })
  if (main.missing) {
    throw new AssaydError('config-missing', main.mistakes.map(mistakeLine).join('\n'), {
      hint: 'Name the configuration with --config, or start in the folder that has config/.',
    })
  }
  const schema = { whole: organismsSchema, part: organismsSchema.partial() }
  const organisms = readFile(beside('organisms.yaml'), schema)
  const ofAssays = assaySchema(rules)
  const assays = readDefinitions(beside('assays'), {
    whole: ofAssays,
    part: ofAssays.partial(),
  })
  const layouts = readDefinitions(beside('layouts'), {
    whole: layoutSchema,
    part: layoutSchema.partial(),
  })
  const mistakes = [main, organisms, assays, layouts].flatMap((each) => each.mistakes)
  return { main: main.reading, organisms: organisms.reading, assays, layouts, mistakes }
}

interface FileReading<Whole> {
  readonly reading: Reading<Whole> | null
  readonly mistakes: readonly Mistake[]
  readonly missing: boolean
}

function readFile<Whole>(path: string, schema: ClosedSchema<Whole>): FileReading<Whole> {
  const yaml = readYaml(path)
  if (yaml.source === null) return { reading: null, mistakes: yaml.mistakes, missing: yaml.missing }
  const reading = readClosed(yaml.source, schema)
  return { reading, mistakes: reading.mistakes, missing: false }
}
