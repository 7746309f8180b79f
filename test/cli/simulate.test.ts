import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'

import { describe, expect, it, onTestFinished } from 'vitest'

const FIXTURE = fileURLToPath(new URL('simulate-fixture.ts', import.meta.url))

interface Program {
  /** The next line on standard output. */
  line(): Promise<string>
  signal(signal: 'SIGINT' | 'SIGTERM'): void
  /** Everything said until the end, and the exit code. */
  end(): Promise<{ readonly code: unknown; readonly out: string; readonly err: string }>
}

function simulate(...args: readonly string[]): Program {
  const child = spawn(process.execPath, [FIXTURE, 'simulate', ...args])
  onTestFinished(() => void child.kill('SIGKILL'))
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const err = textOf(child.stderr)
  const ended = once(child, 'close')
  return {
    line: async () => String((await lines.next()).value),
    signal: (signal) => void child.kill(signal),
    end: async () => {
      const rest: string[] = []
      for (let next = await lines.next(); next.done !== true; next = await lines.next()) {
        rest.push(next.value)
      }
      const [code] = (await ended) as unknown[]
      return { code, out: rest.join('\n'), err: await err }
    },
  }
}

async function textOf(stream: Readable): Promise<string> {
  let text = ''
  for await (const piece of stream) text += String(piece)
  return text
}

async function hostAt(line: string): Promise<Socket> {
  const port = Number(/:(\d+)$/.exec(line)?.[1])
  const socket = connect(port, '127.0.0.1')
  onTestFinished(() => void socket.destroy())
  await once(socket, 'connect')
  return socket
}

/** Sends a text and gives what comes back, once it is `count` bytes. */
async function talk(socket: Socket, text: string, count: number): Promise<string> {
  let heard = ''
  socket.write(text)
  while (heard.length < count) heard += String((await once(socket, 'data'))[0])
  return heard
}

const ANYWHERE = ['--listen', 'tcp://127.0.0.1:0']

describe('assayd simulate --json', () => {
  it('tells the address first, and the faults as one object', async () => {
    const program = simulate('echo', '--plate', 'P1', '--listen', 'tcp://127.0.0.1:0', '--json')
    const first: unknown = JSON.parse(await program.line())
    expect(first).toEqual({
      driver: 'echo',
      address: expect.stringMatching(/^tcp:\/\/127\.0\.0\.1:\d+$/),
    })
    program.signal('SIGTERM')
    expect(await program.end()).toEqual({ code: 0, out: '', err: '' })
    const faults = await simulate('echo', '--list-faults', '--json').end()
    expect(Object.keys(JSON.parse(faults.out)).length).toBeGreaterThan(0)
  })
})

describe('assayd simulate', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)(
    'says where it listens and who comes, answers, and ends well at %s',
    async (signal) => {
      const program = simulate('echo', '--plate', 'a.csv', ...ANYWHERE, '--pace', 'fast')
      const first = await program.line()
      expect(first).toMatch(/^simulated echo listens at tcp:\/\/127\.0\.0\.1:\d+$/)
      const socket = await hostAt(first)
      expect(await program.line()).toMatch(/^connected: 127\.0\.0\.1:\d+$/)
      expect(await talk(socket, 'hello', 6)).toBe('>hello')
      program.signal(signal)
      expect(await program.end()).toMatchObject({ code: 0, err: '' })
    },
  )

  it('reads its plates one after the other; the last stays in the carrier', async () => {
    const plates = ['--plate', 'a.csv', '--plate', 'b.csv']
    const program = simulate('echo', ...plates, ...ANYWHERE)
    const socket = await hostAt(await program.line())
    expect(await talk(socket, 'PPP', 16)).toBe('>a.csvb.csvb.csv')
  })

  it('begins with the first plate again when told to repeat', async () => {
    const plates = ['--plate', 'a.csv', '--plate', 'b.csv', '--repeat']
    const program = simulate('echo', ...plates, ...ANYWHERE, '--pace', 'fast')
    const socket = await hostAt(await program.line())
    expect(await talk(socket, 'PPP', 16)).toBe('>a.csvb.csva.csv')
  })

  it('gives the reader its fault, and the plates their barcode', async () => {
    const flags = ['--fault', 'loud', '--barcode', 'kw-7', '--seed', '3']
    const program = simulate('echo', '--plate', 'a.csv', ...ANYWHERE, '--pace', 'fast', ...flags)
    const socket = await hostAt(await program.line())
    expect(await talk(socket, 'P', 5)).toBe('>KW-7')
  })

  it('lists the faults it has', async () => {
    const { code, out } = await simulate('echo', '--list-faults').end()
    expect(code).toBe(0)
    expect(out).toBe('loud  says everything in capitals\nmute  says nothing at all')
  })

  it('lists them too when it is asked for one that it has not', async () => {
    const flags = ['--plate', 'a.csv', '--fault', 'toString']
    const { code, err } = await simulate('echo', ...flags).end()
    expect(code).toBe(1)
    expect(err).toContain("no fault 'toString'")
    expect(err).toContain('loud  says everything in capitals')
  })

  it.each([
    ['an unknown driver', ['elisa', '--plate', 'a.csv'], /unknown driver 'elisa'.*echo/],
    ['no plate', ['echo'], /needs a plate.*--plate FILE/],
    ['a port that is none', ['echo', '--plate', 'a.csv', '--listen', 'COM3'], /'COM3'.*tcp:/],
    ['an unknown pace', ['echo', '--plate', 'a.csv', '--pace', 'slow'], /'slow'.*real, fast/],
    ['a seed that is no number', ['echo', '--plate', 'a.csv', '--seed', '1.5'], /whole number/],
    ['a rate of nothing', ['echo', '--plate', 'a.csv', '--baud', '0'], /whole number/],
  ])('refuses %s with the reason', async (_, args, reason) => {
    const { code, err } = await simulate(...args).end()
    expect(code).toBe(1)
    expect(err).toMatch(reason)
  })
})
