import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import { lab } from '../support/lab.ts'

const PROGRAMS_MAY_TAKE_MS = 180_000
const [FIRST, OWN] = ['given by an admin', 'seven quiet otters']

describe('assayd user and login', { timeout: PROGRAMS_MAY_TAKE_MS }, () => {
  it('let an admin in who was made on the machine, and nobody else change anything', async () => {
    const { start, folder } = lab({ trigger: 'listen' })
    /** Answers the questions of a command; standard input stays open, as under a script. */
    const told = async (args: readonly string[], ...answers: readonly string[]) => {
      const command = start(...args)
      command.child.stdin.write(answers.map((answer) => `${answer}\n`).join(''))
      return { code: await command.ended, said: command.said() }
    }
    const daemon = start('run')
    await daemon.until(/answered/)

    expect(await told(['user', 'list'])).toEqual({ code: 0, said: 'Nobody has an account.\n' })
    const add = ['user', 'add', 'ada', '--role', 'admin', '--name', 'Ada Example']
    expect(await told(add, FIRST, 'another one')).toMatchObject({
      code: 1,
      said: expect.stringContaining('The two passwords differ'),
    })
    expect(await told(add, FIRST, FIRST)).toEqual({
      code: 0,
      said: 'ada is admin. To log in: assayd login ada\n',
    })
    const json = await told(['user', 'list', '--here', '--json'])
    expect(JSON.parse(json.said)).toMatchObject([{ user: 'ada', role: 'admin', disabled: false }])

    const refused = await told(['read', 'left', '--assay', 'il6-duoset-dy206'])
    expect(refused.code).toBe(1)
    expect(refused.said).toContain('Log in with `assayd login USER`.')

    expect((await told(['login', 'ada'], 'wrong')).said).toContain('User or password is wrong')
    expect(await told(['login', 'ada'], FIRST)).toEqual({
      code: 0,
      said: 'Ada Example is logged in as admin.\n',
    })
    const again = await told(['login', 'ada', '--json'], FIRST)
    expect(JSON.parse(again.said)).toEqual({ user: 'ada', name: 'Ada Example', role: 'admin' })
    const logins = join(folder, 'assayd', 'logins.json')
    expect(statSync(logins).mode & 0o777).toBe(0o600)

    const next = ['user', 'add', 'kim', '--role', 'operator', '--reason', 'new colleague']
    expect((await told(next, FIRST, FIRST)).said).toBe(
      'kim is operator. To log in: assayd login kim\n',
    )
    expect((await told(['password'], FIRST, OWN, OWN)).code).toBe(0)
    expect((await told(['user', 'role', 'kim', 'viewer'])).code).toBe(1)
    expect((await told(['login', 'ada'], OWN)).code).toBe(0)
    const role = await told(['user', 'role', 'kim', 'operator', '--json'])
    expect(JSON.parse(role.said)).toMatchObject({ user: 'kim', role: 'operator' })
    const read = await told(['read', 'left', '--assay', 'il6-duoset-dy206'])
    expect(read, read.said).toMatchObject({ code: 0 })

    expect((await told(['logout', '--json'])).said).toBe('{"logged_out":true}\n')
    expect(readFileSync(logins, 'utf8')).toBe('{}\n')
    expect((await told(['user', 'disable', 'kim', '--here'])).said).toBe('kim is disabled.\n')
    expect((await told(['login', 'kim'], FIRST)).code).toBe(1)
    daemon.child.kill('SIGTERM')
    expect(await daemon.ended).toBe(0)
    expect(daemon.said()).not.toMatch(/otters|given by/)
  })
})
