import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import { USUAL_LOG } from '../../src/core/log-settings.ts'
import { journalLine } from '../../src/log/lines.ts'
import { isSecretName } from '../../src/log/redaction.ts'
import { winstonLog } from '../../src/log/winston-log.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const SECRET = 'hunter2-0123456789abcdef'

/** The text of a log in which something was said. */
async function textOf(message: string, fields: Readonly<Record<string, unknown>>): Promise<string> {
  const folder = temporaryFolder()
  const log = winstonLog({ ...USUAL_LOG, folder, stdout: 'none' })
  log.child({ token: SECRET }).warn(message, fields)
  await log.close()
  return readdirSync(folder)
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('')
}

const HIDING_PLACES: readonly (readonly [string, unknown])[] = [
  ['password', SECRET],
  ['apiKey', SECRET],
  ['X-Api-Key', SECRET],
  ['APIKEY', SECRET],
  ['sessionCookie', SECRET],
  ['private_key', { pem: SECRET }],
  ['headers', { Authorization: `Bearer ${SECRET}`, 'set-cookie': [SECRET] }],
  ['headers', [['authorization', SECRET]]],
  ['headers', new Map([['Cookie', SECRET]])],
  ['deep', { a: [{ b: { accessToken: SECRET } }] }],
  ['url', `https://lab:${SECRET}@share.example/plates`],
  ['request', `GET /x?token=${SECRET}&plate=7`],
  ['said', `Authorization: Bearer ${SECRET}`],
  ['body', `{"password":"${SECRET}","plate":"P7"}`],
  ['err', new Error(`refused: password=${SECRET}`, { cause: { token: SECRET } })],
]

describe('A secret', () => {
  it.each(HIDING_PLACES)('in the field %s is not in the log', async (name, value) => {
    const text = await textOf('said', { [name]: value, plate: 'P7' })
    expect(text).not.toContain(SECRET)
    expect(text).toContain('"plate":"P7"')
    expect(text).toContain('"token":"[redacted]"')
  })

  it('in the message itself is not in the log', async () => {
    expect(await textOf(`denied: Authorization: Bearer ${SECRET}`, {})).not.toContain(SECRET)
  })

  it.each(HIDING_PLACES)('in the field %s is not in the journal', (name, value) => {
    const fields = { [name]: value, plate: 'P7' }
    const line = journalLine({ at: '', level: 'warn', message: `token=${SECRET}`, fields })
    expect(line).not.toContain(SECRET)
    expect(line).toContain('plate=P7')
  })
})

it('Names that only look like those of secrets are left alone', () => {
  for (const name of ['keyboard', 'monkey', 'tokenise', 'pinned', 'passage', 'plate', 'readId']) {
    expect(isSecretName(name), name).toBe(false)
  }
})
