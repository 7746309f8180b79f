import { createInterface } from 'node:readline/promises'

import { AssaydError } from '../core/errors.ts'
import { missingDriver } from '../core/missing-driver.ts'
import { isoFromInstant } from '../ports/clock.ts'
import type { Capture } from '../ports/capture.ts'
import type { Confirmation, Proposal } from '../ports/lesson.ts'
import type { AddCommand, Tools } from './command.ts'
import { proposalJson, proposalLines } from './proposal-lines.ts'
import { tellResult, type JsonFlag } from './tell-result.ts'

interface LearnFlags extends JsonFlag {
  readonly out?: string
  readonly replace?: true
  readonly yes?: true
  readonly by?: string
  /** What the print cannot tell; every one is a list under its own name. */
  readonly [answer: string]: unknown
}

/** What a person may have to say of a print, with how it is asked for. */
const ANSWERS = [
  ['print <number>', 'which print of the capture; the last when not given'],
  ['model <text>', 'what is printed on the reader'],
  ['wavelength <nm>', 'the wavelength; several in the order of the print'],
  ['reference <nm>', "what the reader takes off, or 'none'"],
  ['heading <text>', 'the line that names the wavelength, with {nm} in its place'],
  ['overflow <text>', 'what is printed for a well above the range'],
  ['underflow <text>', 'what is printed for a well below the range'],
  ['unread <text>', 'what is printed for a well that was not read'],
  ['order <order>', 'by-row or by-column, where the print does not tell'],
  ['value-field <number>', 'which field of a line is the OD, where several could be'],
  ['end-text <text>', 'the line that ends a plate; a pause does when not given'],
  ['error-text <text>', 'a text with which the reader reports an error'],
] as const

/**
 * `assayd template learn CAPTURE`: proposes how a reader prints a plate, and writes it down once
 * somebody has compared the plate with the printout.
 */
export const addTemplate: AddCommand = (program, tools) => {
  const learn = program
    .command('template')
    .description('teach assayd how a reader prints its plates')
    .command('learn <capture>')
    .description('propose a template from a capture, show the plate as read, and ask')
  for (const [flags, what] of ANSWERS) learn.option(`--${flags}`, what, oneMore, [])
  learn
    .option('--out <file>', 'the template to write; config/templates/READER.yaml when not given')
    .option('--replace', 'overwrite a template that is there')
    .option('--by <name>', 'who compared the plate with the printout')
    .option('--yes', 'it was compared already, for scripts; needs --by')
    .option('--json', 'what would be read, as JSON; written only with --yes')
    .action((file: string, flags: LearnFlags) => learnTemplate(file, flags, tools))
}

async function learnTemplate(file: string, flags: LearnFlags, tools: Tools): Promise<void> {
  const capture = tools.readCapture(file)
  const { header } = capture
  const proposal = proposalFor(capture, flags, tools)
  const told = { capture: file, reader: header.reader, ...proposalJson(proposal) }
  if (flags.json !== true) {
    tools.print(`${file}: reader ${header.reader}, from ${header.startedAt}`)
    for (const line of proposalLines(proposal)) tools.print(line)
  }
  const by = await standsFor(flags, tools)
  const written = by === null ? null : writeTemplate({ header, proposal, by }, flags, tools)
  const lines =
    written === null
      ? ['Nothing was written.']
      : [
          `${written} is written.`,
          "Name it at the reader: 'settings: FILE', from the folder of the configuration.",
        ]
  tellResult(tools, flags, { value: { ...told, written }, lines })
}

/** Who stands for the template, or null when nobody does. Programs are not asked. */
async function standsFor(flags: LearnFlags, tools: Tools): Promise<string | null> {
  if (flags.yes === true) return named(flags)
  return flags.json === true ? null : askPerson(flags, tools)
}

interface Learnt {
  readonly header: Capture['header']
  readonly proposal: Proposal
  readonly by: string
}

/** Gives the file. */
function writeTemplate({ header, proposal, by }: Learnt, flags: LearnFlags, tools: Tools): string {
  const file = flags.out ?? `config/templates/${header.reader}.yaml`
  const date = isoFromInstant(tools.clock.now()).slice(0, 10)
  const confirmation: Confirmation = { by, date, capture: header.id }
  tools.writeYaml({
    file,
    value: proposal.confirmed(confirmation),
    comment: [
      `How the reader '${header.reader}' prints a plate, learnt from ${header.id}.`,
      `Compared with the printout by ${by} on ${date}; learn it again after any change.`,
    ],
    replace: flags.replace === true,
  })
  return file
}

function proposalFor({ header, events }: Capture, flags: LearnFlags, tools: Tools): Proposal {
  const pair = tools.drivers.get(header.driver)
  if (pair === undefined) throw missingDriver('The capture', header.driver, tools)
  const propose = pair.driver.settings?.propose
  if (propose === undefined) {
    throw new AssaydError(
      'option-unsuited',
      `The driver '${header.driver}' of this capture knows its reader's words already.`,
      { hint: 'Templates are learnt from captures of readers with the driver print-capture.' },
    )
  }
  return propose({ events, settings: header.settings, answers: answersOf(flags) })
}

function answersOf(flags: LearnFlags): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    ANSWERS.map(([option]) => {
      const [name = ''] = option.split(' ')
      const said = flags[name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase())]
      return [name, Array.isArray(said) ? said.map(String) : []]
    }),
  )
}

function named({ by }: LearnFlags): string {
  if (by !== undefined && by.trim() !== '') return by.trim()
  throw new AssaydError('option-unsuited', '--yes needs the name of who compared the plate.', {
    hint: 'Give it with --by NAME.',
  })
}

/** Who stands for the template, or null when nobody does; no answer is no. */
async function askPerson({ by }: LearnFlags, tools: Tools): Promise<string | null> {
  tools.print('Does every value agree with the printout of this plate?')
  const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]()
  const answer = async (question: string): Promise<string> => {
    tools.print(question)
    const { value, done } = await lines.next()
    return done === true ? '' : value.trim()
  }
  try {
    if (!/^y(es)?$/i.test(await answer("Type 'yes' when it does, anything else when not:"))) {
      return null
    }
    const name = by ?? (await answer('Your name, which stays with the template:'))
    return name.trim() === '' ? null : name.trim()
  } finally {
    await lines.return?.()
  }
}

function oneMore(text: string, texts: readonly string[]): readonly string[] {
  return [...texts, text]
}
