import { expect, it } from 'vitest'

import { keeperWith } from '../../src/store/keeper.ts'

const PROBLEM = { code: 'store-write', message: 'The disk is full.\nNo copy.', hint: 'Make room.' }
const JSON_LINE = JSON.stringify({ problem: PROBLEM })

it.each([
  ['a warning before it', { stderr: `assayd: a warning\n${JSON_LINE}\n`, ...PROBLEM }],
  ['half a line of a killed one', { stderr: '{"prob', message: '{"prob', hint: '' }],
  ['a fault of assayd itself', { stderr: 'a fault: x\n', message: 'a fault: x', hint: '' }],
  ['nothing at all', { stderr: '', message: 'killed', hint: '' }],
])('A failed backup is told of as its command did, with %s', async (_, said) => {
  const { stderr, message, hint } = said
  const keeper = keeperWith(async () => ({ error: new Error('killed'), stdout: '', stderr }))
  const over = new AbortController().signal
  const { backup, error } = await keeper.backUp({ dataFolder: 'data', folder: 'backups', over })
  expect(backup).toBe(null)
  const told = `The backup failed: ${message}`
  expect(error).toMatchObject({ code: 'backup-failed', message: told, hint })
})
