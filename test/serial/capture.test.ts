import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { AssaydError } from '../../src/core/errors.ts'
import type { CaptureHeader, LineEvent } from '../../src/ports/capture.ts'
import { createCapture, readCapture } from '../../src/serial/capture.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const HEADER: CaptureHeader = {
  id: '01JD-7',
  reader: 'elx808-left',
  driver: 'biotek-elx',
  port: '/dev/serial/by-id/usb-FTDI',
  startedAt: '2026-11-23T09:15:00.123+03:00',
}

const EVENTS: readonly LineEvent[] = [
  { kind: 'opened', atMs: 0.412, note: '9600 baud, 8 "N" 2' },
  { kind: 'sent', atMs: 3.118, bytes: Uint8Array.of(0x6f) },
  { kind: 'received', atMs: 9.73, bytes: Uint8Array.of(6, 0x30, 0x30, 0x30, 0x30, 3) },
  { kind: 'received', atMs: 9.731, bytes: Uint8Array.from({ length: 256 }, (_, byte) => byte) },
  { kind: 'identified', atMs: 9.812, note: "ELx808, serial number '4711'" },
  { kind: 'asked', atMs: 10.5, note: 'a plate at 450 nm' },
  {
    kind: 'asked',
    atMs: 10.6,
    note: 'a plate at 450 nm',
    sheets: [{ plate: '"7"', sha256: '0f'.repeat(32) }],
  },
  { kind: 'asked', atMs: 10.7, note: 'a plate at 450 nm', sheets: [] },
  { kind: 'ended', atMs: 2418.02, note: '' },
  { kind: 'silence', atMs: 3009.731 },
  { kind: 'closed', atMs: 3010.002, note: 'the device is gone' },
]

interface Written {
  readonly folder: string
  readonly path: string
  readonly file: string
}

function written(events: readonly LineEvent[], header = HEADER): Written {
  const folder = temporaryFolder()
  const capture = createCapture(folder, header)
  for (const event of events) capture.append(event)
  capture.close()
  return { folder, path: join(folder, capture.file), file: capture.file }
}

function mistakeOf(read: () => unknown): AssaydError {
  try {
    read()
  } catch (error) {
    if (error instanceof AssaydError) return error
    throw error
  }
  throw new Error('It was read without a mistake.')
}

describe('a capture', () => {
  it('gives back what was written, every byte and every time', () => {
    const { path } = written(EVENTS)
    expect(readCapture(path)).toMatchObject({ header: HEADER, events: EVENTS })
  })

  it('gives back any bytes at any time to the microsecond', () => {
    const event = fc
      .tuple(
        fc.constantFrom('sent', 'received'),
        fc.nat(10 ** 10),
        fc.uint8Array({ maxLength: 300 }),
      )
      .map(([kind, micros, bytes]): LineEvent => ({ kind, atMs: micros / 1000, bytes }))
    fc.assert(
      fc.property(fc.array(event, { maxLength: 20 }), (events) => {
        expect(readCapture(written(events).path).events).toEqual(events)
      }),
      { numRuns: 50 },
    )
  })

  it('reads like a conversation: a time, a direction, bytes in hexadecimal and as text', () => {
    const lines = readFileSync(written(EVENTS).path, 'utf8').split('\n')
    expect(lines[2]).toBe('{"ms":3.118,"sent":"6f","text":"o"}')
    expect(lines[3]).toBe('{"ms":9.730,"received":"06 30 30 30 30 03","text":"␆0000␃"}')
    expect(lines[5]).toBe(`{"ms":9.812,"identified":"ELx808, serial number '4711'"}`)
    expect(lines[10]).toBe('{"ms":3009.731,"silence":true}')
  })

  it('has a name that sorts by day and that Windows accepts', () => {
    const odd = { ...HEADER, reader: 'left: "elx"/808', id: '3:a\\b' }
    expect(written([]).file).toBe('2026-11-23/elx808-left_091500_01JD-7.jsonl')
    expect(written([], odd).file).toBe('2026-11-23/left-elx-808_091500_3-a-b.jsonl')
  })

  it('is with the operating system after every event, though it is not closed', () => {
    const folder = temporaryFolder()
    const capture = createCapture(folder, HEADER)
    for (const [index, event] of EVENTS.entries()) {
      capture.append(event)
      expect(readCapture(join(folder, capture.file)).events).toHaveLength(index + 1)
    }
    capture.close()
    capture.close()
  })

  it('is never written over', () => {
    const folder = temporaryFolder()
    createCapture(folder, HEADER).close()
    expect(mistakeOf(() => createCapture(folder, HEADER))).toMatchObject({ code: 'capture-write' })
  })

  it('that cannot have its folder says so', () => {
    const file = join(temporaryFolder(), 'in-the-way')
    writeFileSync(file, '')
    const error = mistakeOf(() => createCapture(file, HEADER))
    expect(error.code).toBe('capture-write')
    expect(error.message).toContain(file)
    expect(error.hint).not.toBe('')
  })

  it('cut anywhere in its last line by a crash gives the events before it', () => {
    const { path } = written(EVENTS)
    const text = readFileSync(path)
    const lastStart = text.lastIndexOf('\n', text.length - 2) + 1
    for (let length = lastStart; length < text.length - 1; length += 1) {
      writeFileSync(path, text.subarray(0, length))
      expect(readCapture(path).events).toEqual(EVENTS.slice(0, -1))
    }
    writeFileSync(path, text.subarray(0, text.length - 1))
    expect(readCapture(path).events).toEqual(EVENTS)
  })

  it('whose tail the file system filled with zeros gives the events before it', () => {
    const { path } = written(EVENTS)
    appendFileSync(path, Buffer.alloc(512))
    expect(readCapture(path).events).toEqual(EVENTS)
  })
})

describe('a file that is no whole capture', () => {
  it('names every damaged line in the middle', () => {
    const { path } = written(EVENTS)
    const lines = readFileSync(path, 'utf8').split('\n')
    lines[2] = '{"ms":3.118,"sent":"6"}'
    lines[4] = 'not json'
    writeFileSync(path, lines.join('\n'))
    const error = mistakeOf(() => readCapture(path))
    expect(error.code).toBe('capture-damaged')
    expect(error.message.split('\n')).toEqual([
      `${path}:3: expected bytes like "06 1a" in "sent", found "6"`,
      `${path}:5: expected an event, found 'not json'`,
    ])
  })

  it.each([
    ['{"capture":1,"id":"x"', 'expected the header'],
    ['[1]\n', 'expected the header'],
    ['{"capture":2,"id":"x"}\n', 'version 1, found 2'],
    ['{"capture":1,"id":"x","reader":7}\n', 'reader, driver, port, startedAt'],
  ])('%j is refused at its first line', (text, what) => {
    const path = join(temporaryFolder(), 'x.jsonl')
    writeFileSync(path, text)
    const error = mistakeOf(() => readCapture(path))
    expect(error).toMatchObject({ code: 'capture-damaged' })
    expect(error.message).toContain(`${path}:1: `)
    expect(error.message).toContain(what)
  })

  it.each([
    '{"sent":"06"}',
    '{"ms":"1","sent":"06"}',
    '{"ms":1,"sent":"0 6"}',
    '{"ms":1,"sent":"0G"}',
    '{"ms":1,"received":6}',
    '{"ms":1,"silence":false}',
    '{"ms":1}',
    '{"ms":1,"asked":"","sheets":null}',
    '{"ms":1,"asked":"","sheets":[{"plate":"P1","sha256":"0f"}]}',
    `{"ms":1,"asked":"","sheets":[{"plate":1,"sha256":"${'0f'.repeat(32)}"}]}`,
    'null',
  ])('%s is no event', (line) => {
    const { path } = written([])
    appendFileSync(path, `${line}\n`)
    expect(mistakeOf(() => readCapture(path)).message).toContain(`${path}:2: expected`)
  })

  it('does not print a thousand mistakes', () => {
    const { path } = written([])
    appendFileSync(path, 'noise\n'.repeat(1000))
    const { message } = mistakeOf(() => readCapture(path))
    expect(message.split('\n')).toHaveLength(11)
    expect(message).toContain('and 990 more lines')
  })

  it('that is not there says where captures are', () => {
    const error = mistakeOf(() => readCapture(join(temporaryFolder(), 'none.jsonl')))
    expect(error).toMatchObject({ code: 'capture-missing' })
    expect(error.hint).toContain('data folder')
  })

  it('that a crash left before its first line was not begun', () => {
    const { path } = written([])
    writeFileSync(path, '')
    expect(mistakeOf(() => readCapture(path))).toMatchObject({ code: 'capture-empty' })
  })
})
