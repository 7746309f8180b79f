import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { describe, expect, it, onTestFinished } from 'vitest'

import { simulator } from '../../drivers/biotek-elx/simulator.ts'
import type { PlateDetail } from '../../src/ports/store.ts'
import { serveSimulator } from '../../src/serial/serve-simulator.ts'
import { systemClock as clock } from '../../src/system-clock.ts'
import { daemonBench } from '../support/daemon-bench.ts'
import {
  hasReferencePlates,
  referenceLayout,
  referencePlate,
  simulatedPlate,
  softmaxAssay,
  thousandths,
  type ReferencePlate,
} from '../support/reference-plate.ts'
import {
  concentrationAt,
  roundingBound,
  usedLevels,
  type Parameters,
} from '../support/rounding-bound.ts'
import { hasSocat, socatNote, socatToTcp } from '../support/socat.ts'

const PLATES = ['ELISAtools_Assay_2_p1', 'ELISAtools_Assay_3_and_4_p1', 'SMP_HCP_4PL']

const hasR = spawnSync('Rscript', ['--version']).status === 0
const peerNote = hasR ? '' : ' (skipped: R is not installed)'
const dataNote = hasReferencePlates ? '' : ' (skipped: ../shared/reference is absent)'

/** Has the daemon read the plate from a simulated reader, over a pseudo-terminal or TCP. */
async function readPlate(name: string, wire: 'pty' | 'tcp'): Promise<PlateDetail> {
  const plate = referencePlate(name)
  const served = await serveSimulator({
    simulator,
    plates: [simulatedPlate(plate)],
    listen: 'tcp://127.0.0.1:0',
    pace: 'fast',
    fault: null,
    seed: 1,
    clock,
  })
  onTestFinished(() => served.close())
  const assay = softmaxAssay(plate)
  const bench = daemonBench({
    port: wire === 'tcp' ? served.address : await pty(served.address),
    trigger: 'on-connect',
    layout: referenceLayout(plate, assay),
    assay,
  })
  onTestFinished(() => bench.remove())
  expect(await bench.run({ once: true })).toMatchObject({ plates: 1 })
  const detail = bench.look((store) => store.plate(store.plates()[0]?.plate ?? ''))
  if (detail === undefined) throw new Error('The plate was not stored.')
  return detail
}

async function pty(address: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'assayd-pty-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const link = join(folder, 'reader')
  await socatToTcp(link, Number(new URL(address).port))
  return link
}

function corrected(od: ReadonlyMap<number, number>): number {
  const [measured = 0, reference = 0] = [...od.values()].map(thousandths)
  return Math.round((measured - reference) * 1000) / 1000
}

/** The unweighted 4PL through the means of the rounded standards, by R. */
function fitByR(plate: ReferencePlate): Parameters {
  const rows = usedLevels(plate.name).map((level) => {
    const ods = plate.wells
      .filter((well) => well.isStandard && !well.isMasked && well.nominal === level)
      .map(({ od }) => corrected(od))
    return `${level},${ods.reduce((sum, od) => sum + od, 0) / ods.length}`
  })
  const folder = mkdtempSync(join(tmpdir(), 'assayd-r-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const file = join(folder, 'points.csv')
  writeFileSync(file, ['conc,od', ...rows, ''].join('\n'))
  const script = fileURLToPath(new URL('../../scripts/peers/four-parameter.R', import.meta.url))
  const { stdout, stderr, status } = spawnSync('Rscript', [script, file], { encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
  const [a = 0, b = 0, c = 0, d = 0] = stdout.trim().split(',').map(Number)
  return [a, b, c, d]
}

describe.skipIf(!hasReferencePlates)(`A real plate on the wire${dataNote}`, () => {
  for (const name of PLATES) {
    for (const wire of ['pty', 'tcp'] as const) {
      it.skipIf(wire === 'pty' && !hasSocat)(
        `${name} arrives over ${wire} as sent${wire === 'pty' ? socatNote : ''}`,
        async () => {
          const { reads } = await readPlate(name, wire)
          const plate = referencePlate(name)
          expect(reads).toHaveLength(1)
          const blocks = reads[0]?.read.blocks ?? []
          expect(blocks.map(({ wavelengthNm }) => wavelengthNm)).toEqual(plate.wavelengthsNm)
          for (const block of blocks) {
            expect(block.checksum).toBe('ok')
            expect(block.wells).toHaveLength(96)
            const sent = plate.wells.map(({ well, od }) => [
              well,
              thousandths(od.get(block.wavelengthNm) ?? NaN),
            ])
            expect(block.wells.map(({ well, value }) => [well, value])).toEqual(sent)
          }
        },
      )
    }

    it.skipIf(!hasR)(
      `${name} gives the concentrations of R on the same rounded ODs${peerNote}`,
      async ({ annotate }) => {
        const { analyses } = await readPlate(name, 'tcp')
        const plate = referencePlate(name)
        const parameters = fitByR(plate)
        const found = new Map(analyses[0]?.analysis.wells.map((well) => [well.well, well]))
        const pairs = plate.wells.map(({ well, od }) => ({
          expected: concentrationAt(parameters, corrected(od)),
          value: found.get(well)?.concentrationInWell ?? null,
        }))
        const errors = pairs.flatMap(({ expected, value }) =>
          expected === null ? [] : [Math.abs((value ?? NaN) / expected - 1)],
        )
        const beyond = pairs.filter(({ expected }) => expected === null)
        expect(beyond.every(({ value }) => value === null)).toBe(true)
        const worst = Math.max(...errors)
        await annotate(`${errors.length} wells, worst difference from R ${worst.toExponential(1)}`)
        expect(errors.length).toBeGreaterThan(60)
        expect(worst).toBeLessThan(1e-6)
      },
    )

    it.skipIf(!hasR)(
      `${name} agrees with what SoftMax Pro printed, within the rounding of the wire${peerNote}`,
      async ({ annotate }) => {
        const { analyses } = await readPlate(name, 'tcp')
        const plate = referencePlate(name)
        const parameters = fitByR(plate)
        const odError = 0.0005 * plate.wavelengthsNm.length
        const boundAt = roundingBound(parameters, usedLevels(name), odError)
        const found = new Map(analyses[0]?.analysis.wells.map((well) => [well.well, well]))
        const shares = plate.wells.flatMap(({ well, printed }) => {
          const value = found.get(well)?.concentrationInWell ?? null
          if (printed === null || value === null) return []
          // The last printed digit is a thousandth; the bound is first order, and half as much
          // again covers its curvature.
          return [Math.abs(value - printed) / (1.5 * boundAt(Math.max(value, printed)) + 0.0005)]
        })
        const worst = Math.max(...shares)
        await annotate(`${shares.length} values, worst uses ${worst.toFixed(2)} of the rounding`)
        expect(shares.length).toBeGreaterThan(55)
        expect(worst).toBeLessThan(1)
      },
    )
  }
})
