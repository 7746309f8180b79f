import { styleText } from 'node:util'

import type { Command } from 'commander'

import type { Assay } from '../core/assay.ts'
import { AssaydError } from '../core/errors.ts'
import type { Layout, LayoutWell } from '../core/layout/layout.ts'
import { slotCount } from '../core/layout/layout.ts'
import type { LegendEntry } from '../core/layout/picture.ts'
import { layoutLegend, layoutPicture } from '../core/layout/picture.ts'
import type { Settings, Sourced } from '../ports/settings.ts'
import type { Tools } from './command.ts'
import { DEFAULT_CONFIG } from './default-config.ts'
import { tellResult, type JsonFlag } from './tell-result.ts'

/** Legend lines end here, so that they fit a terminal of 80 columns. */
const LINE_LENGTH_MAX = 78

type Colour = Extract<Parameters<typeof styleText>[0], string>

/** Colours of conditions, in the order of their letters; then they begin again. */
const CONDITION_COLOURS: readonly Colour[] = ['green', 'yellow', 'red', 'cyan', 'magenta', 'white']

interface LayoutFlags extends JsonFlag {
  readonly config: string
}

/** `assayd layout show ID`: the plate as a picture in the terminal, with its legend. */
export function addLayout(program: Command, tools: Pick<Tools, 'settings' | 'print'>): void {
  program
    .command('layout')
    .description('plate layouts')
    .command('show <id>')
    .description('a picture of the plate: what is in which well')
    .option('--config <file>', 'configuration', DEFAULT_CONFIG)
    .option('--json', 'every well as JSON')
    .action((id: string, { config, ...flags }: LayoutFlags) => {
      const settings = tools.settings(config).load()
      const layout = layoutOf(id, settings)
      const lines = showLayout(layout, settings)
      tellResult(tools, flags, { value: layoutJson(layout), lines })
    })
}

function layoutJson({ value, file, hash }: Sourced<Layout>) {
  const { id, name, format, assay, baselineKind, wells } = value
  return { id, name, file, hash, format, assay, baseline: baselineKind, wells }
}

function layoutOf(id: string, { layouts }: Settings): Sourced<Layout> {
  const found = layouts.get(id)
  if (found !== undefined) return found
  const known = [...layouts.keys()].join(', ')
  throw new AssaydError('layout-unknown', `No layout is called '${id}'.`, {
    hint: `There are ${known}; a part (part: true) is shown within a layout that includes it.`,
  })
}

function showLayout({ value: layout, file }: Sourced<Layout>, settings: Settings): string[] {
  const legend = layoutLegend(layout)
  const colours = coloursOf(legend)
  const paint = (well: LayoutWell, text: string) => styleText(colours(well), text)
  const { id, name, format, assay, baselineKind } = layout
  return [
    `${id} (${file})`,
    name,
    `${format} wells, assay ${assay}, baseline ${baselineKind}`,
    '',
    ...layoutPicture(layout, paint).split('\n'),
    '',
    ...standardLines(legend, settings.assays.get(assay)?.value),
    ...legend
      .filter(({ example }) => example.role !== 'standard')
      .map(
        ({ mark, example }) => `${paint(example, mark.padStart(5))}  ${meaning(example, settings)}`,
      ),
    ...slotLine(layout),
  ]
}

function coloursOf(legend: readonly LegendEntry[]): (well: LayoutWell) => Colour {
  const samples = legend.filter(({ example }) => example.role === 'sample')
  return ({ role, condition, dilution }) => {
    if (role === 'standard') return 'blue'
    if (role === 'control') return 'magenta'
    if (role !== 'sample') return 'gray'
    const at = samples.findIndex(
      ({ example }) => example.condition === condition && example.dilution === dilution,
    )
    return CONDITION_COLOURS[at % CONDITION_COLOURS.length] ?? 'white'
  }
}

/** The standards with their concentrations, several a line. */
function standardLines(legend: readonly LegendEntry[], assay: Assay | undefined): string[] {
  const lines: string[] = []
  for (const { mark, example } of legend) {
    if (example.level === null) continue
    const text = `${mark} ${assay?.standards[example.level - 1] ?? '?'}`
    const line = lines.at(-1)
    if (line === undefined || line.length + text.length > LINE_LENGTH_MAX - 10)
      lines.push(`   ${text}`)
    else lines[lines.length - 1] = `${line}, ${text}`
  }
  return lines.map((line, at) =>
    at === lines.length - 1 ? `${line} ${assay?.unit ?? ''}` : `${line},`,
  )
}

function meaning(well: LayoutWell, { organisms }: Settings): string {
  if (well.role === 'control') return `control ${well.control}`
  if (well.role === 'blank') return 'blank'
  const organism = organisms.value.find(({ id }) => id === well.condition)
  const name = organism ? `${organism.name} (${organism.kind})` : String(well.condition)
  return well.dilution === 1 ? name : `${name}, diluted ${well.dilution}-fold`
}

function slotLine(layout: Layout): string[] {
  const slots = slotCount(layout)
  const empty = layout.wells.filter(({ role }) => role === 'empty').length
  return [
    ...(slots === 0
      ? []
      : [`numbers are specimen slots, 1 to ${slots}; a run sheet names the milk`]),
    ...(empty === 0 ? [] : [`${styleText('gray', '·'.padStart(5))}  empty (${empty} wells)`]),
  ]
}
