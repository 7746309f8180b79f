import { AssaydError } from '../core/errors.ts'
import type { FoundPort, ProbeAnswer, ProbeEnd } from '../ports/ports.ts'
import type { AddCommand, Tools } from './command.ts'
import { addLineOptions, lineChangesOf, type LineFlags } from './line-options.ts'
import { proposedReader } from './proposed-reader.ts'
import { stopSignal } from './stop-signal.ts'

interface ProbeFlags extends LineFlags {
  readonly driver?: string
  readonly json?: true
}

/** `assayd probe PORT`: who is there, and what to write into the configuration. */
export const addProbe: AddCommand = (program, tools) => {
  const command = program
    .command('probe')
    .description('find out which reader is on a port, with commands that move and change nothing')
    .argument('<port>', 'COM3, /dev/ttyUSB0, tcp://host:port; `assayd ports` lists those here')
    .option('--driver <id>', 'ask for this family of readers alone')
    .option('--json', 'the end as one line of JSON')
  addLineOptions(command).action(async (port: string, flags: ProbeFlags) => {
    const isJson = flags.json === true
    const end = await tools.probe({
      port,
      driver: flags.driver ?? null,
      line: lineChangesOf(flags),
      stop: stopSignal(),
      tell: (sentence) => (isJson ? undefined : tools.print(sentence)),
    })
    const proposal = end.answer === null ? [] : await proposalFor(end.answer, port, tools)
    if (isJson) tools.print(JSON.stringify({ ...end, proposal: proposal.join('\n') }))
    else for (const line of told(end, proposal)) tools.print(line)
    if (end.answer === null) throw nobody(port, end)
  })
}

async function proposalFor(
  answer: ProbeAnswer,
  port: string,
  tools: Tools,
): Promise<readonly string[]> {
  const isHere = ({ path, byId }: FoundPort): boolean => path === port || byId === port
  const found = (await tools.listPorts()).find(isHere) ?? null
  const starts = tools.drivers.get(answer.driver)?.driver.facts.abilities.starts ?? 'either'
  return proposedReader({ answer, port, found, starts })
}

function told({ answer, skipped }: ProbeEnd, proposal: readonly string[]): readonly string[] {
  const listened =
    skipped.length === 0 ? [] : [`not asked, only listened to: ${skipped.join(', ')}`]
  if (answer === null) return listened
  const { model, version, serialNumber, wavelengthsNm } = answer.identity
  const nm = wavelengthsNm.length === 0 ? 'not told' : `${wavelengthsNm.join(', ')} nm`
  return [
    ...listened,
    '',
    `driver         ${answer.driver}`,
    `model          ${model}`,
    `version        ${version === '' ? 'not told' : version}`,
    `serial number  ${serialNumber === '' ? 'not told' : serialNumber}`,
    `wavelengths    ${nm}`,
    '',
    'In config/assayd.yaml, under readers:',
    '',
    ...proposal,
  ]
}

function nobody(port: string, { heardStrange, spared, skipped }: ProbeEnd): AssaydError {
  if (heardStrange) {
    const rest = spared.length === 0 ? '' : ` Not asked for: ${spared.join(', ')}.`
    const what = `Somebody answers on ${port}, but not as a reader that was asked for.${rest}`
    return new AssaydError('reader-malformed', what, {
      hint:
        'Words of another family could move a reader whose line is set wrong: name the family ' +
        'with --driver when you know it, and its line with --baud and --parity.',
    })
  }
  const what = `Nobody who was asked for answers on ${port}.`
  const listen =
    skipped.length === 0 ? '' : ' A reader that only prints is seen with `assayd listen`.'
  return new AssaydError('reader-silent', what, {
    hint: `Check that the reader is on, and the cable (a null modem may be needed).${listen}`,
  })
}
