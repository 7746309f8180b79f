import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'

import { fieldsOf, textOf } from './told.ts'

/** The folder of the user for settings of programs, as each system has it. */
function userFolder(): string {
  const { APPDATA: onWindows, XDG_CONFIG_HOME: onLinux } = process.env
  return join(onWindows ?? onLinux ?? join(homedir(), '.config'), 'assayd')
}

/** Tokens of logins by the data folder of the daemon. */
function all(): Readonly<Record<string, unknown>> {
  try {
    return fieldsOf(JSON.parse(readFileSync(join(userFolder(), 'logins.json'), 'utf8')))
  } catch {
    // Not there, or not ours: then nobody is logged in.
    return {}
  }
}

function write(logins: Readonly<Record<string, unknown>>): void {
  mkdirSync(userFolder(), { recursive: true, mode: 0o700 })
  const file = join(userFolder(), 'logins.json')
  writeFileSync(`${file}.partial`, `${JSON.stringify(logins, null, 2)}\n`, { mode: 0o600 })
  renameSync(`${file}.partial`, file)
}

/** The token of the last login at the daemon of a data folder; null when there is none. */
export function savedLogin(dataFolder: string): string | null {
  return textOf(all()[resolve(dataFolder)])
}

/** Keeps the token for the user's own eyes. */
export function saveLogin(dataFolder: string, token: string): void {
  write({ ...all(), [resolve(dataFolder)]: token })
}

/** Forgets it. */
export function forgetLogin(dataFolder: string): void {
  const { [resolve(dataFolder)]: token, ...rest } = all()
  if (token !== undefined) write(rest)
}
