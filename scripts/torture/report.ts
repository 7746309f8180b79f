import { WORKS } from './database.ts'
import { COUNTS } from './judge.ts'
import { MOMENTS } from './moments.ts'
import type { Kill, RoundResult } from './round.ts'

/** Where the kills struck, what stands afterwards, and which claims hold. */
export function reportLines(rounds: readonly RoundResult[], tookS: number): readonly string[] {
  const kills = rounds.flatMap((round) => round.kills)
  const perKill = (tookS / Math.max(1, kills.length)).toFixed(2)
  return [
    `${kills.length} kills on ${rounds.length} folders in ${tookS.toFixed(0)} s, ` +
      `${perKill} s a kill`,
    '',
    ...momentLines(kills),
    '',
    ...COUNTS.map((name) => {
      const sum = rounds.reduce((total, { counts }) => total + counts[name], 0)
      return `${String(sum).padStart(7)}  ${name}`
    }),
    `edits: ${editsText(rounds)}`,
    '',
    ...claimLines(rounds),
  ]
}

/** By moment: kills, and how many of them left work of each kind behind. */
function momentLines(kills: readonly Kill[]): readonly string[] {
  const header = ['killed', 'kills', 'lived (median)', ...WORKS.map(({ name }) => name)]
  const rows = [...MOMENTS, 'all'].map((moment) => {
    const those = moment === 'all' ? kills : kills.filter((kill) => kill.moment === moment)
    const lived = those.map(({ livedMs }) => livedMs).toSorted((left, right) => left - right)
    const median = lived[Math.floor(lived.length / 2)] ?? 0
    const left = WORKS.map((_, at) => those.filter((kill) => (kill.left[at] ?? 0) > 0).length)
    return [moment, `${those.length}`, `${(median / 1000).toFixed(2)} s`, ...left.map(String)]
  })
  const widths = header.map((name, at) =>
    Math.max(name.length, ...rows.map((row) => row[at]?.length ?? 0)),
  )
  return [header, ...rows].map((row) =>
    row
      .map((cell, at) => (at === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join('  '),
  )
}

function editsText(rounds: readonly RoundResult[]): string {
  const sums = new Map<string, number>()
  for (const [kind, times] of rounds.flatMap(({ edits }) => [...edits])) {
    sums.set(kind, (sums.get(kind) ?? 0) + times)
  }
  return [...sums].map(([kind, times]) => `${kind} ${times}`).join(', ') || 'none'
}

function claimLines(rounds: readonly RoundResult[]): readonly string[] {
  const names = new Set(rounds.flatMap(({ claims }) => claims.map(([claim]) => claim)))
  return [...names].flatMap((name) => {
    const failed = rounds.flatMap(({ folder, claims }) =>
      claims.filter(([claim, holds]) => claim === name && !holds).map(([, , why]) => [folder, why]),
    )
    const lines = failed.map(([folder, why]) => `        ${folder}: ${why}`)
    return [`${failed.length === 0 ? 'ok    ' : 'FAILED'}  ${name}`, ...lines]
  })
}
