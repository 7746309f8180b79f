import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import net from 'node:net'
import { join } from 'node:path'

import { describe, expect, it, onTestFinished } from 'vitest'

import { simulator } from '../../drivers/moldev-spectramax/simulator.ts'
import { plateNumber } from '../../scripts/support/numbered-plates.ts'
import { openStore } from '../../src/store/open-store.ts'
import { serveSimulator } from '../../src/serial/serve-simulator.ts'
import { systemClock as clock } from '../../src/system-clock.ts'
import { lab } from '../support/lab.ts'
import { BY_HAND } from '../support/read-by-hand.ts'
import { until } from '../support/until.ts'

/** The simulated reader measures in real time, and five programs are started. */
const MAY_TAKE_MS = 120_000

/** What pulls the cable, once there is one. */
interface Pulls {
  pull: () => void
}

/** A cable to the reader that can be pulled; it is plugged in again at once. Gives its port. */
async function cable(tcpPort: number, pulls: Pulls): Promise<number> {
  const server = net.createServer((socket) => {
    const far = net.connect(tcpPort, '127.0.0.1')
    const end = (): void => {
      socket.destroy()
      far.destroy()
    }
    for (const half of [socket, far]) half.on('error', end).on('close', end)
    socket.pipe(far).pipe(socket)
    pulls.pull = end
  })
  onTestFinished(() => void server.close())
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', () => resolve()))
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

/** A lab whose SpectraMax is served here, while `assayd` lives and dies beside it. */
async function spectraLab({ pulls }: { readonly pulls?: Pulls } = {}) {
  const served = await serveSimulator({
    simulator,
    plates: [plateNumber(1), plateNumber(2)],
    listen: 'tcp://127.0.0.1:0',
    pace: 'fast',
    fault: null,
    seed: 1,
    clock,
  })
  onTestFinished(() => served.close())
  const tcpPort = Number(new URL(served.address).port)
  const port = pulls === undefined ? tcpPort : await cable(tcpPort, pulls)
  const more = `  - id: spectra
    driver: moldev-spectramax
    port: tcp://127.0.0.1:${port}
    trigger: listen
    default_layout: milk-13x3-duplicate
`
  const set = lab({ trigger: 'listen', more })
  const sheet = join(set.folder, 'config', 'run-sheets', 'demo-0001.csv')
  const text = readFileSync(sheet, 'utf8').replaceAll('elx808-demo,DEMO-0001', 'spectra,')
  writeFileSync(sheet, text)
  return { ...set, tcpPort }
}

type SpectraLab = Awaited<ReturnType<typeof spectraLab>>

/** Everything in the captures of the reader. */
function captured({ data }: SpectraLab): string {
  const folder = join(data, 'captures')
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  return files
    .filter((file) => file.endsWith('.jsonl'))
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .filter((text) => text.includes('"reader":"spectra"'))
    .join('')
}

/** A daemon that has ordered five readings of two columns, while the reader measures them. */
async function inTheMiddle(set: SpectraLab) {
  const daemon = set.start('run')
  await daemon.until(/spectra.*answered/)
  const series = ['--columns', '1-2', '--kinetic', '5x2'] as const
  const read = set.start('read', 'spectra', '--assay', 'il6-duoset-dy206', ...series)
  await until(() => captured(set).split('MEASURING').length > 3, 'the reader measures')
  return { daemon, read }
}

async function killedInTheMiddle(set: SpectraLab): Promise<void> {
  const { daemon, read } = await inTheMiddle(set)
  daemon.child.kill('SIGKILL')
  await daemon.ended
  expect(await read.ended, read.said()).not.toBe(0)
}

async function stopped(daemon: ReturnType<SpectraLab['start']>): Promise<void> {
  daemon.child.kill('SIGTERM')
  expect(await daemon.ended, daemon.said()).toBe(0)
}

function look({ data }: SpectraLab) {
  const store = openStore(data)
  try {
    const [plate] = store.plates()
    const blocks = plate && store.plate(plate.plate)?.reads[0]?.read.blocks
    return { counts: store.counts(), plate, blocks, faults: store.faults() }
  } finally {
    store.close()
  }
}

describe(
  'A daemon that is killed in the middle of a kinetic read',
  { timeout: MAY_TAKE_MS },
  () => {
    it('has the plate after its restart, once, whole and under its run sheet', async () => {
      const set = await spectraLab()
      await killedInTheMiddle(set)
      const daemon = set.start('run')
      await daemon.until(/resuming the read of a plate at 450, 540 nm in 5 readings, 2 s apart/)
      await daemon.until(/plate DEMO-0001 is stored/)
      await stopped(daemon)
      const { counts, plate, blocks, faults } = look(set)
      expect(counts).toMatchObject({ reads: 1, plates: 1 })
      expect(plate).toMatchObject({ plate: 'DEMO-0001', binding: 'run-sheet' })
      const told = blocks?.map(({ interval, wavelengthNm }) => `${interval} at ${wavelengthNm}`)
      expect(told).toEqual([1, 2, 3, 4, 5].flatMap((at) => [`${at} at 450`, `${at} at 540`]))
      expect(faults.map(({ message }) => message)).toContainEqual(
        expect.stringMatching(/the reader goes on alone\.$/),
      )
      const again = set.start('run')
      await again.until(/spectra.*answered/)
      await stopped(again)
      expect(again.said()).not.toContain('resuming')
      expect(look(set).counts.reads).toBe(1)
      const verify = set.start('verify')
      expect(await verify.ended, verify.said()).toBe(0)
    })

    it('has it too when its cable was pulled instead', async () => {
      const pulls: Pulls = { pull: () => undefined }
      const set = await spectraLab({ pulls })
      const { daemon, read } = await inTheMiddle(set)
      pulls.pull()
      expect(await read.ended, read.said()).not.toBe(0)
      await daemon.until(/resuming the read/)
      await daemon.until(/plate DEMO-0001 is stored/)
      await stopped(daemon)
      const { counts, plate, blocks } = look(set)
      expect(counts).toMatchObject({ reads: 1, plates: 1 })
      expect(plate).toMatchObject({ plate: 'DEMO-0001', binding: 'run-sheet' })
      expect(blocks).toHaveLength(10)
      const verify = set.start('verify')
      expect(await verify.ended, verify.said()).toBe(0)
    })

    it('takes nothing that another program has read there meanwhile', async () => {
      const set = await spectraLab()
      await killedInTheMiddle(set)
      await readByHand(set)
      asksByRunSheet(set)
      const daemon = set.start('run')
      await daemon.until(/no plate: What the reader holds is not the read that is resumed/)
      await daemon.until(/'DEMO-0001' waits and starts no read by itself/)
      await stopped(daemon)
      const again = set.start('run')
      await again.until(/'DEMO-0001' waits and starts no read by itself/)
      const status = set.start('status')
      await status.ended
      expect(status.said().replaceAll(/\s+/g, ' ')).toMatch(
        /'DEMO-0001' waits .*`assayd read spectra`/,
      )
      await stopped(again)
      expect(again.said()).not.toContain('reading a plate')
      const { counts, faults } = look(set)
      expect(counts).toMatchObject({ reads: 0, plates: 0 })
      const refused = faults.find(({ code }) => code === 'resume-refused')
      expect(refused?.message).toContain('450, 540 nm were set')
      expect(refused?.bytes.length).toBeGreaterThan(50)
      const verify = set.start('verify')
      expect(await verify.ended, verify.said()).toBe(0)
    })
  },
)

/** Somebody has run sheets start the reads of the reader from now on. */
function asksByRunSheet({ folder }: SpectraLab): void {
  const file = join(folder, 'config', 'assayd.yaml')
  const text = readFileSync(file, 'utf8')
  const at = text.indexOf('trigger: listen', text.indexOf('id: spectra'))
  const rest = text.slice(at).replace('trigger: listen', 'trigger: on-run-sheet')
  writeFileSync(file, text.slice(0, at) + rest)
}

/** Waits until the reader is idle, has it read a column at 650 nm, and leaves the data there. */
async function readByHand({ tcpPort }: SpectraLab): Promise<void> {
  const socket = net.connect(tcpPort, '127.0.0.1')
  let said = ''
  socket.on('data', (bytes) => (said += bytes.toString('latin1')))
  const questions = Array.from({ length: 30 }, () => '!STATUS')
  socket.write([...questions, ...BY_HAND].map((line) => `${line}\r`).join(''))
  await until(() => said.split('CLOSED').length > 35, 'the other program was answered')
  socket.end()
}
