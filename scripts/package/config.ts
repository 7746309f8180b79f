import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export interface PackagedFolders {
  readonly data: string
  readonly exports: string
  readonly runSheets: string
  /** Where editors find the schemas. */
  readonly schema: string
}

const FIRST_EXAMPLE = '  # A real reader on Windows:'

/**
 * The shipped configuration as a package installs it: the kits, layouts and organisms, and no
 * reader. The demo stays out, since it would put invented plates beside those of the lab.
 */
export function packagedConfig(root: string, to: string, folders: PackagedFolders): void {
  mkdirSync(to, { recursive: true })
  cpSync(join(root, 'config'), to, { recursive: true })
  for (const demo of ['demo', 'run-sheets']) rmSync(join(to, demo), { recursive: true })
  for (const path of readdirSync(to, { recursive: true, encoding: 'utf8' })) {
    if (path.endsWith('.yaml')) edit(join(to, path), (text) => withSchema(text, folders.schema))
  }
  edit(join(to, 'assayd.yaml'), (text) => withoutDemo(withFolders(text, folders)))
}

function edit(file: string, change: (text: string) => string): void {
  writeFileSync(file, change(readFileSync(file, 'utf8')))
}

function withSchema(text: string, schema: string): string {
  return text.replace(/(\$schema=)(\.\.\/)+schema\//, `$1${schema}/`)
}

function withFolders(text: string, { data, exports, runSheets }: PackagedFolders): string {
  const renamed = { data, exports, run_sheets: runSheets }
  return Object.entries(renamed).reduce((so, [key, folder]) => {
    const line = new RegExp(`^(  ${key}: )\\S+`, 'm')
    return replaced(so, line, (found) => found.replace(line, `$1${folder}`))
  }, text)
}

function withoutDemo(text: string): string {
  const installed = replaced(text, /npm run -s assayd --/, () => 'assayd')
  const named = replaced(installed, /^lab: .*$/m, () => 'lab: Our laboratory')
  const demo = new RegExp(`^readers:\\n[^]*?(?=^${FIRST_EXAMPLE})`, 'm')
  return replaced(
    named,
    demo,
    () => 'readers: []              # take out the [] for the first one\n',
  )
}

/** The shipped file may change its shape; then the package must not be made of it unseen. */
function replaced(text: string, pattern: RegExp, by: (found: string) => string): string {
  const found = pattern.exec(text)?.[0]
  if (found === undefined) throw new Error(`config/assayd.yaml has nothing like ${pattern.source}.`)
  return text.replace(found, () => by(found))
}
