import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

import { expect, it } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))

it('Daemons killed at eight readers have each captured plate once after a restart', () => {
  const { stdout, status } = spawnSync(
    process.execPath,
    ['scripts/torture.ts', '--kills', '4', '--benches', '1', '--seed', '7'],
    { cwd: root, encoding: 'utf8' },
  )
  expect(stdout).toContain('torture passed')
  expect(stdout).toMatch(/[1-9]\d* {2}reads stored/)
  expect(status).toBe(0)
}, 120_000)
