import { describe, expect, it } from 'vitest'

import { lab } from '../support/lab.ts'

const PROGRAMS_MAY_TAKE_MS = 180_000
const [FIRST, OWN] = ['given by an admin', 'seven quiet otters']

describe('assayd accept and reject', { timeout: PROGRAMS_MAY_TAKE_MS }, () => {
  it('show what is signed, take the password once more, and say who signed', async () => {
    const { start } = lab()
    const told = async (args: string, ...answers: readonly string[]) => {
      const command = start(...args.split(' '))
      command.child.stdin.write(answers.map((answer) => `${answer}\n`).join(''))
      return { code: await command.ended, said: command.said() }
    }
    const daemon = start('run')
    await daemon.until(/analysed as/)
    const plate = /plate (left-\S+) is analysed/.exec(daemon.said())?.[1] ?? ''
    const nobody = await told(`accept ${plate} --reason fine`, OWN)
    expect(nobody.code).toBe(1)
    expect(nobody.said).toContain('Nobody has an account yet: make yours with `assayd user add')
    expect(nobody.said).not.toContain('to be accepted')
    await told('user add rita --role reviewer --name Rita', FIRST, FIRST)
    const outside = await told(`reject ${plate} --reason leak --json`)
    expect(outside.code).toBe(1)
    // No answer was given, and none was asked for.
    expect(outside.said).toContain('"code":"login-needed"')
    expect(outside.said).toContain('First log in with `assayd login USER`')
    await told('login rita', FIRST)
    expect((await told(`accept ${plate} --reason fine`, FIRST)).said).toContain('assayd password')
    await told('password', FIRST, OWN, OWN)
    await told('login rita', OWN)
    const wrong = await told(`accept ${plate} --reason fine`, 'wrong')
    expect(wrong.code).toBe(1)
    const signed = await told(`accept ${plate} --reason fine`, OWN)
    expect(signed.code, signed.said).toBe(0)
    expect(signed.said).toContain(`${plate}/1 is to be accepted: fine`)
    expect(signed.said).toContain(
      'Rita (rita) signs: I have reviewed this analysis and accept its results.',
    )
    expect(signed.said).toMatch(/\/1 is accepted by Rita at 20/)
    const rejected = await told(`reject ${plate} --reason leak --json`, OWN)
    expect(JSON.parse(rejected.said.split('\n').at(-2) ?? '')).toMatchObject({
      verdict: 'rejected',
      who: 'rita',
    })
    const shown = await told(`show ${plate}`)
    expect(shown.said).toMatch(
      /\/1 accepted by Rita \(rita\) at .*: fine\n {2}signed: I have reviewed/,
    )
    expect(shown.said).toMatch(/\/1 rejected by Rita \(rita\) at .*: leak/)
    expect((await told('study export --json')).said).toContain('"rejectedPlates":["left-')
    expect((await told('audit verify')).code).toBe(0)
    await told('user disable rita --here')
    const closed = await told(`accept ${plate} --reason fine`)
    expect(closed.said).toMatch(/'local:.+' is no account/)
    expect(closed.said).not.toContain('your password, to sign')
    daemon.child.kill('SIGTERM')
    expect(await daemon.ended).toBe(0)
    expect(daemon.said()).not.toMatch(/otters/)
  })
})
