import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

import { expect, it } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))

const PROGRAM = `
  import { fitCurve, invert } from 'assayd/core'
  const points = [600, 300, 150, 75, 37.5, 18.75, 0].flatMap((concentration) =>
    [0.98, 1.02].map((share) => ({
      concentration,
      od: share * (3.4 - 3.35 / (1 + (concentration / 900) ** 1.1)),
    })),
  )
  const curve = fitCurve(points, { model: '4pl', weights: 'irls', points: 'wells' })
  const { concentration } = invert(curve, 0.5, 2)
  console.log(JSON.stringify({ converged: curve.converged, concentration }))
`

it('The core is imported on its own, by its name, without the daemon', () => {
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', PROGRAM], {
    cwd: root,
    encoding: 'utf8',
  })
  expect(stderr).toBe('')
  const { converged, concentration }: { converged: boolean; concentration: number } =
    JSON.parse(stdout)
  expect(converged).toBe(true)
  expect(concentration).toBeGreaterThan(164)
  expect(concentration).toBeLessThan(167)
})
