import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

import { expect, it } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))

it('A daemon killed in a stream of plates has each captured plate once after a restart', () => {
  const { stdout, status } = spawnSync(
    process.execPath,
    ['scripts/kill-test.ts', '--kills', '5', '--seed', '7'],
    { cwd: root, encoding: 'utf8' },
  )
  expect(stdout).toContain('kill test passed')
  expect(stdout).toMatch(/[1-9]\d* reads stored, 0 missing, 0 twice/)
  expect(status).toBe(0)
}, 120_000)
