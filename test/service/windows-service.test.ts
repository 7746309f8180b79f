import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import type { ServiceRequest } from '../../src/ports/service.ts'
import { services } from '../../src/service/services.ts'
import { taskXml, windowsWord, winswXml } from '../../src/service/windows-service.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import memory from '../../src/service/daemon-memory.json' with { type: 'json' }

const hasXmllint = spawnSync('xmllint', ['--version']).status === 0
const SCHEMA = join(import.meta.dirname, 'task-scheduler.xsd')

const REQUEST: ServiceRequest = {
  system: 'task-scheduler',
  command: [
    String.raw`C:\Program Files\assayd\bin\node.exe`,
    String.raw`C:\Program Files\assayd\src\main.ts`,
  ],
  configFile: String.raw`C:\Lab & Co\config\assayd.yaml`,
  writes: [String.raw`C:\Lab & Co\data`, String.raw`C:\Lab & Co\exports`],
  mayWrite: [],
}

/** What installing would write, below a folder in place of the drives. */
function writtenBelow(system: ServiceRequest['system'], name: string) {
  const root = temporaryFolder()
  for (const step of services.install({ ...REQUEST, system })) services.take(step, { root })
  return join(root, 'C/Lab & Co/config', name)
}

/** The text of an element, as a parser of XML other than ours reads it. */
function readBy(file: string, path: string): string {
  const script = `import sys, xml.etree.ElementTree as tree
print(tree.parse(sys.argv[1]).getroot().find(sys.argv[2]).text)`
  const { stdout, stderr } = spawnSync('python3', ['-c', script, file, path], { encoding: 'utf8' })
  return `${stdout}${stderr}`.trim()
}

function validated(file: string): { readonly status: number | null; readonly said: string } {
  const { status, stderr } = spawnSync('xmllint', ['--noout', '--schema', SCHEMA, file], {
    encoding: 'utf8',
  })
  return { status, said: stderr }
}

const TASK = '{http://schemas.microsoft.com/windows/2004/02/mit/task}'

describe('the task for Task Scheduler', () => {
  it('is written as UTF-16 with a byte order mark, with the line ends of Windows', () => {
    const bytes = readFileSync(writtenBelow('task-scheduler', 'assayd-task.xml'))
    expect([...bytes.subarray(0, 4)]).toEqual([0xff, 0xfe, 0x3c, 0])
    const text = bytes.subarray(2).toString('utf16le')
    expect(text).toMatch(/^<\?xml version="1\.0" encoding="UTF-16"\?>\r\n/)
    expect(text).not.toMatch(/[^\r]\n/)
  })

  it('says to another parser what is to be run', () => {
    const file = writtenBelow('task-scheduler', 'assayd-task.xml')
    const exec = `${TASK}Actions/${TASK}Exec/${TASK}`
    expect(readBy(file, `${exec}Command`)).toBe(REQUEST.command[0])
    expect(readBy(file, `${exec}Arguments`)).toBe(
      `${memory.flags.join(' ')} "${REQUEST.command[1]}" run --config "${REQUEST.configFile}"`,
    )
  })

  describe.skipIf(!hasXmllint)('beside the schema (nothing is checked without xmllint)', () => {
    it('fits', () => {
      const { status, said } = validated(writtenBelow('task-scheduler', 'assayd-task.xml'))
      expect(said).toMatch(/validates$/m)
      expect(status).toBe(0)
    })

    it.each([
      ['more restarts than a byte counts', '<Count>255<', '<Count>999<'],
      ['a repetition below a minute', '<Interval>PT1M<', '<Interval>PT10S<'],
      ['a word that Task Scheduler does not know', 'WakeToRun>', 'WakeUp>'],
    ])('would not with %s', (_, right, wrong) => {
      const file = join(temporaryFolder(), 'task.xml')
      const text = taskXml(REQUEST).replace('UTF-16', 'UTF-8').replaceAll(right, wrong)
      writeFileSync(file, text)
      expect(validated(file).status).not.toBe(0)
    })
  })

  it('is given to Windows by schtasks, after the folders are given to its account', () => {
    const commands = services
      .install(REQUEST)
      .flatMap((step) => (step.kind === 'run' ? [step.command.join(' ')] : []))
    expect(commands).toEqual([
      String.raw`cmd /c mkdir C:\Lab & Co\data`,
      String.raw`icacls C:\Lab & Co\data /grant *S-1-5-19:(OI)(CI)M`,
      String.raw`cmd /c mkdir C:\Lab & Co\exports`,
      String.raw`icacls C:\Lab & Co\exports /grant *S-1-5-19:(OI)(CI)M`,
      String.raw`schtasks /Create /TN assayd /XML C:\Lab & Co\config\assayd-task.xml /F`,
    ])
  })
})

it('The file for WinSW is well-formed and says what is to be run', () => {
  const file = writtenBelow('winsw', 'assayd-service.xml')
  expect(readBy(file, 'executable')).toBe(REQUEST.command[0])
  expect(readBy(file, 'serviceaccount/username')).toBe(String.raw`NT AUTHORITY\LocalService`)
  expect(winswXml(REQUEST)).toContain('<onfailure action="restart" delay="10 sec"></onfailure>')
})

it.each([
  ['run', 'run'],
  ['', '""'],
  [String.raw`C:\a b`, String.raw`"C:\a b"`],
  [String.raw`C:\a b` + '\\', String.raw`"C:\a b\\"`],
  ['say "x"', String.raw`"say \"x\""`],
])('writes the word %s as %s on a command line of Windows', (text, expected) => {
  expect(windowsWord(text)).toBe(expected)
})
