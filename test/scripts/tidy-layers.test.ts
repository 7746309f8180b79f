import { describe, expect, it } from 'vitest'

import { findingsIn } from './tidy-tree.ts'

/** What is told about one import from one file; empty when nothing is. */
function saidOf(from: string, importLine: string): string {
  const found = findingsIn({ [from]: `${importLine}\n` })
  return found.map(({ file, line, rule, what }) => `${file}:${line} ${rule}: ${what}`).join('\n')
}

describe('layers between files', () => {
  it.each([
    ['src/core/curve/fit.ts', '../well.ts'],
    ['src/ports/driver.ts', '../core/well.ts'],
    ['src/driver-kit.ts', './ports/driver.ts'],
    ['drivers/biotek-elx/driver.ts', '../../src/driver-kit.ts'],
    ['drivers/biotek-elx/wire/codec.ts', '../facts.ts'],
    ['src/store/store.ts', '../ports/store.ts'],
    ['src/store/store.ts', './rows/reads.ts'],
    ['src/cli/fit.ts', '../core/curve/fit.ts'],
    ['src/pipeline.ts', './reading.ts'],
    ['src/daemon.ts', './pipeline.ts'],
    ['src/run-daemon.ts', './daemon.ts'],
    ['src/world.ts', './store/store.ts'],
    ['src/world.ts', '../package.json'],
    ['test/store/store.test.ts', '../../src/store/store.ts'],
    ['scripts/demo.ts', '../drivers/biotek-elx/simulator.ts'],
  ])('%s may import %s', (from, target) => {
    expect(saidOf(from, `import { x } from '${target}'`)).toBe('')
  })

  it.each([
    ['src/core/well.ts', '../ports/driver.ts', 'core imports'],
    ['src/ports/store.ts', '../store/store.ts', 'ports imports'],
    ['src/driver-kit.ts', './reading.ts', 'driver-kit imports'],
    ['drivers/biotek-elx/driver.ts', '../../src/core/well.ts', 'driver imports'],
    ['drivers/biotek-elx/driver.ts', '../tecan/driver.ts', 'driver imports'],
    ['src/store/store.ts', '../log/log.ts', 'adapter imports'],
    ['src/store/store.ts', '../pipeline.ts', 'adapter imports'],
    ['src/cli/run.ts', '../settings/read.ts', 'adapter imports'],
    ['src/pipeline.ts', './daemon.ts', 'stream imports'],
    ['src/pipeline.ts', './store/store.ts', 'stream imports'],
    ['src/daemon.ts', './serial/serial.ts', 'daemon imports'],
    ['src/daemon.ts', './world.ts', 'daemon imports'],
    ['src/daemon.ts', '../package.json', 'daemon imports'],
    ['src/world.ts', './main.ts', 'world imports'],
    ['src/pipeline.ts', './main.ts', 'stream imports'],
    ['src/readers/reading.ts', '../drivers/biotek-elx/driver.ts', 'stream imports'],
    ['src/readers/reading.ts', '../test/support/plate.ts', 'stream imports'],
    ['scripts/demo.ts', '../src/main.ts', 'free imports'],
    ['test/main.test.ts', '../src/main.ts', 'free imports'],
  ])('%s may not import %s', (from, target, what) => {
    const said = saidOf(from, `import type { X } from '${target}'`)
    expect(said).toContain(`${from}:1 layer: ${what}`)
    expect(said.split('\n')).toHaveLength(1)
  })

  it.each([
    ["export { x } from '../store/x.ts'"],
    ["export type { X } from '../store/x.ts'"],
    ["type X = import('../store/x.ts').X"],
    ["const x = await import('../store/x.ts')"],
  ])('counts %s as an import', (line) => {
    expect(saidOf('src/log/log.ts', line)).toContain("layer: adapter imports 'src/store/x.ts'")
  })
})

describe('libraries', () => {
  it.each([
    ['src/serial/port.ts', "import { SerialPort } from 'serialport'"],
    ['src/store/store.ts', "import Database from 'better-sqlite3'"],
    ['src/log/log.ts', "import winston from 'winston'"],
    ['src/settings/read.ts', "import { parse } from 'csv-parse/sync'"],
    ['src/export/wells.ts', "import { stringify } from 'csv-stringify/sync'"],
    ['src/cli/run.ts', "import { Command } from 'commander'"],
    ['src/store/store.ts', "import { join } from 'node:path'"],
    ['src/pipeline.ts', "import { map } from 'rxjs'"],
    ['src/serial/port.ts', "import { Subject } from 'rxjs'"],
    ['src/ports/transport.ts', "import type { Observable } from 'rxjs'"],
    ['test/a.test.ts', "import { SerialPort } from 'serialport'"],
    ['scripts/a.ts', "import { parse } from 'yaml'"],
  ])('%s may say %s', (from, line) => {
    expect(saidOf(from, line)).toBe('')
  })

  it.each([
    ['src/settings/read.ts', "import { SerialPort } from 'serialport'", 'allowed in src/serial'],
    ['src/pipeline.ts', "import Database from 'better-sqlite3'", 'allowed in src/store'],
    ['src/daemon.ts', "import winston from 'winston'", 'allowed in src/log'],
    ['src/main.ts', "import 'winston-transport'", 'allowed in src/log'],
    ['src/cli/run.ts', "import { z } from 'zod'", 'allowed in src/settings'],
    ['src/core/well.ts', "import { parse } from 'yaml'", 'allowed in src/settings'],
    ['src/main.ts', "import type { Command } from 'commander'", 'allowed in src/cli'],
    ['src/store/store.ts', "import { map } from 'rxjs'", 'rxjs'],
    ['src/ports/transport.ts', "import { Observable } from 'rxjs'", 'rxjs'],
    ['drivers/x/driver.ts', "import { map } from 'rxjs/operators'", 'rxjs'],
    ['src/core/well.ts', "import { readFileSync } from 'node:fs'", "'node:fs' in core"],
    ['drivers/x/driver.ts', "import { readFileSync } from 'node:fs'", "'node:fs' in driver"],
    ['src/store/store.ts', "import { readFileSync } from 'fs'", "library 'fs' has no owner"],
    ['src/web/server.ts', "import { Hono } from '@hono/node/x'", "library '@hono/node' has no"],
  ])('%s may not say %s', (from, line, what) => {
    expect(saidOf(from, line)).toMatch(`${from}:1 layer: `)
    expect(saidOf(from, line)).toContain(what)
  })
})

describe('cycles', () => {
  const importing = (name: string) => `import { x } from './${name}.ts'\n`

  it('tells a circle of files once, with the way round', () => {
    const found = findingsIn({
      'src/core/c.ts': importing('a'),
      'src/core/a.ts': `import { y } from './z.ts'\n${importing('b')}`,
      'src/core/b.ts': importing('c'),
      'src/core/z.ts': '',
    })
    expect(found).toEqual([
      {
        file: 'src/core/a.ts',
        line: 2,
        rule: 'cycle',
        what: 'src/core/a.ts → src/core/b.ts → src/core/c.ts → src/core/a.ts',
      },
    ])
  })

  it('tells a file that imports itself', () => {
    const [found] = findingsIn({ 'src/core/a.ts': importing('a') })
    expect(found).toMatchObject({ rule: 'cycle' })
  })

  it('lets types go round, because nothing of them is left at run time', () => {
    const found = findingsIn({
      'src/core/a.ts': importing('b'),
      'src/core/b.ts': "import type { X } from './a.ts'\n",
      'src/core/d.ts': importing('b'),
    })
    expect(found).toEqual([])
  })
})

describe('the first import of main.ts', () => {
  const fit = "import './fit-node.ts'\n"
  const other = "import { x } from './daemon.ts'\n"

  it('is the check of the Node it runs on', () => {
    expect(findingsIn({ 'src/main.ts': fit + other })).toEqual([])
  })

  it('is told when anything else comes first', () => {
    const told = { file: 'src/main.ts', line: 1, rule: 'fit-node-first' }
    expect(findingsIn({ 'src/main.ts': other + fit })).toMatchObject([told])
    expect(findingsIn({ 'src/main.ts': 'const x = 1\n' })).toMatchObject([told])
  })
})
