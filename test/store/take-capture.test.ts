import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { expect, it } from 'vitest'

import { AssaydError } from '../../src/core/errors.ts'
import { takeBeyond } from '../../src/store/take-capture.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

function sha256Of(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

it.each([
  { of: 'the rest of one', held: 'begun, ', now: 'begun, ' },
  { of: 'a new one', held: null, now: null },
])('takes nothing of $of that a bad disk gives a part of', ({ held, now }) => {
  const file = join(temporaryFolder(), 'capture.jsonl')
  if (held !== null) writeFileSync(file, held)
  const seal = held === null ? null : { bytes: held.length, sha256: sha256Of(held) }
  const pieces = [...(held === null ? [] : [held]), 'goes on, ']
  let given = false
  const next = (most: number): Uint8Array => {
    if (most === 0) return new Uint8Array()
    const piece = pieces.shift()
    if (piece !== undefined) return Buffer.from(piece)
    given = existsSync(file) && readFileSync(file, 'utf8').endsWith('goes on, ')
    throw new AssaydError('capture-missing', 'it cannot be read: EIO')
  }
  expect(() => takeBeyond(next, file, { held: seal, isSettled: false, seal: null })).toThrow('EIO')
  expect(given).toBe(true)
  expect(existsSync(file) ? readFileSync(file, 'utf8') : null).toBe(now)
})
