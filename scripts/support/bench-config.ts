import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const shipped = fileURLToPath(new URL('../../config', import.meta.url))

export interface BenchConfig {
  /** Gets `config`, `data` and `exports`. */
  readonly folder: string
  readonly name: string
  readonly port: string
}

/**
 * The shipped layouts and assays with one reader that measures plate after plate; gives the
 * configuration file.
 */
export function benchConfig({ folder, name, port }: BenchConfig): string {
  const config = join(folder, 'config')
  cpSync(shipped, config, { recursive: true })
  rmSync(join(config, 'run-sheets'), { recursive: true, force: true })
  mkdirSync(join(config, 'run-sheets'))
  const file = join(config, 'assayd.yaml')
  const lines = [
    `lab: ${name}`,
    'folders: { data: ../data, exports: ../exports, run_sheets: run-sheets }',
    'readers:',
    '  - id: elx',
    '    driver: biotek-elx',
    `    port: ${port}`,
    '    trigger: repeatedly',
    '    default_layout: milk-13x3-duplicate',
  ]
  writeFileSync(file, `${lines.join('\n')}\n`)
  return file
}
