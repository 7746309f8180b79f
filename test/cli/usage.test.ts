import { expect, it } from 'vitest'

import { assayd } from '../support/assayd.ts'

it.each([
  ['nonsense', "assayd: unknown command 'nonsense'"],
  ['plates --lst 3', "assayd: unknown option '--lst'\n        (Did you mean --last?)"],
  ['show', "assayd: missing required argument 'plate'"],
])('A command line that is not understood is told of, with where to look: %s', (words, what) => {
  const { status, stdout, stderr } = assayd(...words.split(' '))
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
  expect(stderr).toBe(`${what}\n        --help behind a command tells what it takes.\n`)
})
