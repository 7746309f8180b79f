import { appendFileSync, existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import { assayd } from '../support/assayd.ts'
import { lab } from '../support/lab.ts'
import { fillStore } from '../support/sample-store.ts'

const PROGRAMS_MAY_TAKE_MS = 60_000

/** Stored plates, and a configuration that somebody left with two mistakes. */
function brokenLab() {
  const { folder, config, data } = lab()
  fillStore(data)
  appendFileSync(config, '\nnonsense: 1\nmore: 2\n')
  const run = (...args: readonly string[]) => assayd(...args, '--config', config)
  return { folder, config, data, run }
}

describe('a broken configuration', { timeout: PROGRAMS_MAY_TAKE_MS }, () => {
  it.each(['plates', 'show IL6-07', 'audit', 'audit head', 'config log'])(
    'is warned of, and does not keep what is stored from being seen: %s',
    (command) => {
      const { run, data } = brokenLab()
      const { status, stdout, stderr } = run(...command.split(' '), '--json')
      expect({ status, stderr }).toEqual({
        status: 0,
        stderr:
          "assayd: The configuration has 2 mistakes; 'assayd check' lists them.\n" +
          `        What follows is of the data folder ${data}.\n`,
      })
      for (const line of stdout.trimEnd().split('\n')) expect(() => JSON.parse(line)).not.toThrow()
    },
  )

  it('keeps from files whose signs nobody said, and from a study', () => {
    const { run, folder } = brokenLab()
    const out = join(folder, 'out')
    const files = ['export', '--plate', 'IL6-07', '--out', out]
    expect(run(...files)).toMatchObject({ status: 1, stdout: '' })
    expect(run('study', 'export', '--json')).toMatchObject({ status: 1, stdout: '' })
    expect(existsSync(out)).toBe(false)
    const said = run(...files, '--separator', ';', '--decimal', ',')
    expect(said.status).toBe(0)
    expect(readFileSync(join(out, 'IL6-07_wells.csv'), 'utf8')).toContain(';')
  })

  it('is no business of commands that the running daemon does', async () => {
    const { start, config } = lab({ trigger: 'listen' })
    const daemon = start('run')
    await daemon.until(/answered/)
    appendFileSync(config, '\nnonsense: 1\n')
    const asked = [
      ['read', 'left', '--cancel'],
      ['mask', 'P', 'B3', '--reason', 'bubble'],
      ['assign', 'P', '--layout', 'milk-13x3-before', '--reason', 'wrong'],
      ['reanalyse', '--plate', 'P', '--reason', 'wrong'],
    ]
    const codes = asked.map((args) => {
      const { problem } = JSON.parse(assayd(...args, '--json', '--config', config).stderr)
      return problem.code
    })
    expect(codes).toEqual(['order-over', 'plate-unknown', 'plate-unknown', 'plate-unknown'])
    daemon.child.kill('SIGTERM')
    expect(await daemon.ended).toBe(0)
  })

  it('need not be there at all for who names the data folder', () => {
    const { run, config, data } = brokenLab()
    rmSync(config)
    expect(run('plates')).toMatchObject({ status: 1, stdout: '' })
    const { status, stdout, stderr } = run('plates', '--json', '--data', data)
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(JSON.parse(stdout)).toHaveLength(3)
  })
})

describe('a data folder that is not there yet', { timeout: PROGRAMS_MAY_TAKE_MS }, () => {
  it.each([
    'plates',
    'audit verify',
    'verify',
    'user list',
    'config log',
    'backup FOLDER',
    'export --plate P --out FOLDER',
  ])('is told of, with what to do, and not made: %s', (command) => {
    const { folder, data, config } = lab()
    const args = command.split(' ').map((word) => word.replace('FOLDER', join(folder, 'made')))
    const { status, stdout, stderr } = assayd(...args, '--config', config)
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
    expect(stderr).toBe(
      `assayd: There is no database in '${data}' yet.\n` +
        '        The daemon makes it when it first runs. ' +
        'Is this the configuration it runs with?\n',
    )
    expect(existsSync(data)).toBe(false)
    expect(existsSync(join(folder, 'made'))).toBe(false)
  })
})
