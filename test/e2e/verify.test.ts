import { createHash } from 'node:crypto'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'

import { describe, expect, it } from 'vitest'

import { storedBench, type StoredBench } from '../support/stored-bench.ts'

/** The capture with its text changed once. */
function editCapture({ captures }: StoredBench, edit: (text: string) => string): void {
  const [file = ''] = captures()
  const text = readFileSync(file, 'utf8')
  const edited = edit(text)
  expect(edited).not.toBe(text)
  writeFileSync(file, edited)
}

/** Flips the lowest bit of one received byte, counted from 1 over the whole capture. */
function flipReceivedBit(text: string, number: number): string {
  let seen = 0
  return text.replaceAll(/(?<="received":")[0-9a-f ]+/g, (chunk) => {
    const bytes = chunk.split(' ')
    const at = number - seen - 1
    seen += bytes.length
    const byte = bytes[at]
    if (at < 0 || byte === undefined) return chunk
    const flipped = (Number.parseInt(byte, 16) ^ 1).toString(16).padStart(2, '0')
    return bytes.with(at, flipped).join(' ')
  })
}

describe('A verification', () => {
  it('finds nothing wrong with what the daemon stored', async () => {
    const bench = await storedBench()
    const steps = bench.steps()
    expect(steps.flatMap(({ findings }) => findings)).toEqual([])
    const plates = bench.rows('SELECT plate FROM plates').length
    expect(plates).toBeGreaterThanOrEqual(3)
    expect(steps).toHaveLength(plates + 1)
    expect(steps.at(-2)).toMatchObject({ done: plates, total: plates, reads: 1 })
    expect(steps.at(-1)).toMatchObject({ done: plates, total: plates, reads: 0 })
    const version = bench.world.codeVersion
    expect(steps[0]?.analyses).toEqual([{ codeVersion: version, isSame: true }])
    const ok = "SELECT 1 FROM sample_results WHERE concentration_state = 'ok'"
    expect(bench.rows(ok).length).toBeGreaterThan(0)
    expect(bench.rows("SELECT 1 FROM analysis_documents WHERE kind = 'run-sheet'")).toHaveLength(1)
  })

  it('finds nothing wrong where the instrument had to say first who it is', async () => {
    const bench = await storedBench()
    const text = readFileSync(bench.config, 'utf8')
    const identity = 'identity: { model: ELx808 with incubator }'
    const edited = text.replace('driver: biotek-elx', `driver: biotek-elx\n    ${identity}`)
    expect(edited).not.toBe(text)
    writeFileSync(bench.config, edited)
    const before = bench.rows('SELECT 1 FROM reads').length
    await bench.runFor(1)
    expect(bench.rows('SELECT 1 FROM reads').length).toBeGreaterThan(before)
    const headers = bench.captures().map((file) => readFileSync(file, 'utf8').split('\n')[0] ?? '')
    expect(headers.some((line) => line.includes('"awaitsIdentity":true'))).toBe(true)
    expect(bench.findings()).toEqual([])
  })

  it('looks at one plate, or at the days that are asked for', async () => {
    const bench = await storedBench()
    expect(bench.steps({ plate: 'SHEET-1' })).toHaveLength(1)
    const [day] = bench.rows('SELECT substr(received_at, 1, 10) AS day FROM reads LIMIT 1')
    const today = String(day?.['day'])
    const plates = bench.rows('SELECT plate FROM plates').length
    expect(bench.steps({ since: today, until: today })).toHaveLength(plates)
    expect(bench.steps({ since: '2199-01-01' })).toHaveLength(0)
    expect(bench.steps({ until: '1999-01-01' })).toHaveLength(0)
  })

  it('finds one flipped bit in the captured bytes of a plate', async () => {
    const bench = await storedBench()
    const [read] = bench.rows('SELECT last_byte FROM reads ORDER BY read_id LIMIT 1')
    const number = Number(read?.['last_byte']) - 400
    editCapture(bench, (text) => flipReceivedBit(text, number))
    const [seal, found, ...more] = bench.findings()
    expect(more).toEqual([])
    expect(seal?.message).toContain('is not the file that was settled')
    expect(found).toMatchObject({ kind: 'read' })
    expect(found?.message).toMatch(/^Read \d of plate '.+' is not (in|what) capture/)
    expect(found?.hint).toContain('compare both with a backup')
  })

  it('finds one flipped bit anywhere in the file of a capture', async () => {
    const bench = await storedBench()
    const [file = ''] = bench.captures()
    const whole = readFileSync(file)
    const missed = Array.from({ length: 40 }, (_, at) =>
      Math.floor((whole.length * at) / 40),
    ).filter((byte) => {
      const turned = Buffer.from(whole)
      turned.writeUInt8(turned.readUInt8(byte) ^ (1 << (byte % 7)), byte)
      writeFileSync(file, turned)
      return bench.findings().length === 0
    })
    expect(missed).toEqual([])
    writeFileSync(file, whole)
    expect(bench.findings()).toEqual([])
  })

  it('finds a capture that is gone, once for all of its plates', async () => {
    const bench = await storedBench()
    for (const file of bench.captures()) rmSync(file)
    const found = bench.findings()
    expect(found).toHaveLength(1)
    expect(found[0]).toMatchObject({ kind: 'capture', plate: 'SHEET-1' })
    expect(found[0]?.message).toContain('cannot be heard again: Unable to read the capture')
  })

  it('finds a capture with a line that is no event any more', async () => {
    const bench = await storedBench()
    editCapture(bench, (text) => text.replace('"received":"', '"received":"x'))
    const found = bench.findings()
    expect(found).toMatchObject([{ kind: 'capture' }])
    expect(found[0]?.message).toMatch(/jsonl:\d+: expected bytes/)
  })

  it('finds a header that names another reader, and the reads that came by it', async () => {
    const bench = await storedBench()
    editCapture(bench, (text) => text.replace('"reader":"elx"', '"reader":"ely"'))
    const found = bench.findings()
    expect(found).toMatchObject([
      { kind: 'capture', differences: [{ where: 'sha256' }] },
      { kind: 'capture', differences: [{ where: 'reader', stored: '"elx"', computed: '"ely"' }] },
    ])
  })

  it('finds a read that was removed from the database', async () => {
    const bench = await storedBench()
    const [last] = bench.rows('SELECT max(read_id) AS id FROM reads')
    const id = last?.['id']
    const [tied] = bench.rows('SELECT plate FROM plate_reads WHERE read_id = ?', id)
    bench.tamper('DELETE FROM reads WHERE read_id = ?', id)
    bench.tamper('DELETE FROM plate_reads WHERE read_id = ?', id)
    bench.tamper('DELETE FROM plates WHERE plate = ?', tied?.['plate'])
    const found = bench.findings()
    expect(found.map(({ kind }) => kind)).toEqual(['read-absent'])
    expect(found[0]?.message).toContain('holds a read up to byte')
  })

  it('finds a plate whose analysis was removed', async () => {
    const bench = await storedBench()
    bench.tamper("DELETE FROM analyses WHERE plate = 'SHEET-1'")
    expect(bench.findings()).toMatchObject([{ kind: 'store', plate: 'SHEET-1' }])
  })

  it('finds a document that was changed, also when its hash was changed with it', async () => {
    const bench = await storedBench()
    const kind = "SELECT hash FROM analysis_documents WHERE kind = 'assay' LIMIT 1"
    const [row] = bench.rows(`SELECT hash, text FROM documents WHERE hash = (${kind})`)
    const text = String(row?.['text'])
    const edited = text.replace('[600,', '[601,')
    expect(edited).not.toBe(text)
    bench.tamper('UPDATE documents SET text = ? WHERE hash = ?', edited, row?.['hash'])
    const kinds = bench.findings({ plate: 'SHEET-1' }).map((one) => one.kind)
    expect(kinds).toEqual(['document', 'analysis'])
    const hash = createHash('sha256').update(edited).digest('hex')
    bench.tamper('UPDATE documents SET hash = ? WHERE hash = ?', hash, row?.['hash'])
    bench.tamper('UPDATE analysis_documents SET hash = ? WHERE hash = ?', hash, row?.['hash'])
    const found = bench.findings({ plate: 'SHEET-1' })
    expect(found.map((one) => one.kind)).toEqual(['analysis'])
    expect(found[0]?.differences[0]?.where).toContain('curve')
  })

  it('says so by version where another version gives another number', async () => {
    const bench = await storedBench()
    bench.tamper('UPDATE sample_results SET concentration = concentration + 1 WHERE position = 1')
    const kinds = bench.findings({ plate: 'SHEET-1' }).map(({ kind }) => kind)
    expect(kinds).toEqual(['analysis'])
    const found = bench.findings({ plate: 'SHEET-1' }, '9.9.9')
    expect(found).toMatchObject([
      { kind: 'version', analysisId: 'SHEET-1/1', codeVersion: bench.world.codeVersion },
    ])
    expect(found[0]?.message).toContain('assayd 9.9.9 computes it otherwise')
    expect(found[0]?.hint).toContain('Verify with the version that computed it')
  })
})
