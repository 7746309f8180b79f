import { posix, win32 } from 'node:path'

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { staysWithin } from '../../src/core/stays-within.ts'
import { readCaptureIn } from '../../src/serial/capture.ts'
import { hostile } from '../support/hostile.ts'

describe('A name that stays within its folder', () => {
  it('does so on every system', () => {
    fc.assert(
      fc.property(hostile(), (name) => {
        fc.pre(staysWithin(name))
        expect(posix.join('/data/captures', name).startsWith('/data/captures/')).toBe(true)
        const onWindows = win32.resolve(String.raw`C:\data\captures`, name)
        expect(onWindows.startsWith(String.raw`C:\data\captures` + '\\')).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })

  it('is that of every capture', () => {
    expect(staysWithin('2026-11-23/elx-091500.jsonl')).toBe(true)
  })

  it('is the only one by which a capture is read', () => {
    for (const name of ['../secret.jsonl', '/etc/passwd', 'a/../../b.jsonl', '']) {
      expect(() => readCaptureIn('/data/captures', name)).toThrow('is no name of a capture')
    }
  })
})
