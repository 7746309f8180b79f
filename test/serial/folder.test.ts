import { createHash } from 'node:crypto'
import { appendFileSync, existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import type { Connection, Transport } from '../../src/ports/transport.ts'
import { folderTransport } from '../../src/serial/folder.ts'
import { LINE_8N2 } from '../support/line-settings.ts'
import { rejection } from '../support/rejection.ts'
import { simulatedClock } from '../support/simulated-clock.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

/** A watched folder, and what each connection to it delivers. */
function watched(folder = temporaryFolder()) {
  const clock = simulatedClock()
  let transport: Transport = folderTransport(folder, clock)
  const put = (name: string, text: string) => writeFileSync(join(folder, name), text)
  const connect = async () => {
    const connection: Connection = await transport.connect(LINE_8N2)
    const heard = { text: '', isOver: false, error: undefined as unknown }
    connection.bytes$.subscribe({
      next: (bytes) => void (heard.text += String(Buffer.from(bytes))),
      complete: () => void (heard.isOver = true),
      error: (error: unknown) => void (heard.error = error),
    })
    return Object.assign(connection, { heard })
  }
  return {
    folder,
    clock,
    put,
    connect,
    settle: (text: string, reads: number) => transport.settled?.(sha256(text), { reads }),
    /** The program begins anew. */
    restart: () => void (transport = folderTransport(folder, clock)),
    imported: () =>
      existsSync(join(folder, 'imported'))
        ? readdirSync(join(folder, 'imported')).filter((name) => !name.endsWith('.jsonl'))
        : [],
  }
}

describe('a watched folder', () => {
  it('delivers a file whole, and then the connection is over', async () => {
    const { put, connect, clock } = watched()
    const { heard } = await connect()
    put('a.csv', 'plate a')
    await clock.pass(3_000)
    expect(heard).toMatchObject({ text: 'plate a', isOver: true })
  })

  it('waits as long as the file grows or changes', async () => {
    const { folder, put, connect, clock } = watched()
    const { heard } = await connect()
    put('a.csv', 'pl')
    for (let count = 0; count < 5; count += 1) {
      await clock.pass(1_000)
      appendFileSync(join(folder, 'a.csv'), '.')
    }
    expect(heard.isOver).toBe(false)
    await clock.pass(3_000)
    expect(heard.text).toBe('pl.....')
  })

  it.each(['~$a.csv', '.~lock.a.csv#'])('waits while %s says that it is open', async (lock) => {
    const { folder, put, connect, clock } = watched()
    const { heard } = await connect()
    put('a.csv', 'plate')
    put(lock, '')
    await clock.pass(10_000)
    expect(heard.isOver).toBe(false)
    rmSync(join(folder, lock))
    await clock.pass(2_000)
    expect(heard.text).toBe('plate')
  })

  it('passes over empty files, hidden files, downloads and folders', async () => {
    const { put, connect, clock } = watched()
    const { heard } = await connect()
    for (const name of ['.hidden', 'a.tmp', 'b.part', 'c.crdownload']) put(name, 'x')
    put('empty.csv', '')
    await clock.pass(10_000)
    expect(heard).toMatchObject({ text: '', isOver: false })
  })

  it('moves a file only when its plate is stored', async () => {
    const { folder, put, connect, clock, settle, imported } = watched()
    put('a.csv', 'plate')
    await connect()
    await clock.pass(3_000)
    expect(imported()).toEqual([])
    settle('plate', 1)
    expect(imported()).toEqual(['a.csv'])
    expect(existsSync(join(folder, 'a.csv'))).toBe(false)
  })

  it('leaves a file in which nothing was read, and delivers it once', async () => {
    const { folder, put, connect, clock, settle, restart } = watched()
    put('a.csv', 'broken')
    await connect()
    await clock.pass(3_000)
    settle('broken', 0)
    const again = await connect()
    put('copy.csv', 'broken')
    await clock.pass(10_000)
    expect(again.heard.isOver).toBe(false)
    expect(readdirSync(folder)).toEqual(['a.csv', 'copy.csv'])
    put('a.csv', 'mended')
    await clock.pass(3_000)
    expect(again.heard.text).toBe('mended')
    restart()
    const afterStart = await connect()
    await clock.pass(3_000)
    expect(afterStart.heard.isOver).toBe(true)
  })

  it('never delivers the same bytes twice, under any name, after any restart', async () => {
    const { put, connect, clock, settle, restart, imported } = watched()
    put('a.csv', 'plate')
    await connect()
    await clock.pass(3_000)
    settle('plate', 1)
    restart()
    put('b.csv', 'plate')
    put('a.csv', 'plate')
    const { heard } = await connect()
    await clock.pass(10_000)
    expect(heard.isOver).toBe(false)
    expect(imported().toSorted()).toEqual(['a-e8a9ac57.csv', 'a.csv', 'b.csv'].map(named))
  })

  it('delivers it again when the program died before it was stored', async () => {
    const { put, connect, clock, restart } = watched()
    put('a.csv', 'plate')
    await connect()
    await clock.pass(3_000)
    restart()
    const { heard } = await connect()
    await clock.pass(3_000)
    expect(heard.text).toBe('plate')
  })

  it('gives one file a connection, in the order of their names', async () => {
    const { put, connect, clock, settle } = watched()
    put('b.csv', 'b')
    put('a.csv', 'a')
    const texts: string[] = []
    for (let count = 0; count < 2; count += 1) {
      const { heard } = await connect()
      await clock.pass(3_000)
      texts.push(heard.text)
      settle(heard.text, 1)
    }
    expect(texts).toEqual(['a', 'b'])
  })

  it('stops looking when it is closed', async () => {
    const { put, connect, clock } = watched()
    const connection = await connect()
    await connection.close()
    put('a.csv', 'plate')
    await clock.pass(3_000)
    expect(connection.heard).toMatchObject({ text: '', isOver: true })
    expect(clock.waiting()).toBe(0)
  })

  it('says when there is no folder, and when it goes', async () => {
    const { folder, connect, clock } = watched()
    const one = await connect()
    rmSync(folder, { recursive: true })
    await clock.pass(2_000)
    expect(one.heard.error).toMatchObject({ code: 'port-lost' })
    expect(await rejection(connect())).toMatchObject({ code: 'port-open' })
  })

  it('hears nothing', async () => {
    const { connect } = watched()
    const connection = await connect()
    expect(await rejection(connection.write(Uint8Array.of(1)))).toMatchObject({ code: 'port-lost' })
  })
})

/** The mark of a second copy is the beginning of the content's hash. */
function named(name: string): string {
  return name.replace('e8a9ac57', sha256('plate').slice(0, 8))
}
