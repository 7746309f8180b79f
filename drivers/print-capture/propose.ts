import { AssaydError, type Lesson, type Proposal } from '../../src/driver-kit.ts'
import { answersIn, type Answers } from './answers.ts'
import { candidatesFor, written, type Known } from './candidates.ts'
import { headingsIn, saysNm, withHeading } from './headings.ts'
import { lineEndOf, printsIn } from './prints.ts'
import { settingsSchema, type Template } from './settings.ts'
import { tryLeniently, tryStrictly, type Trial } from './trial.ts'

const BLOCKS_MAX = 3

/**
 * Proposes a template from a capture: every shape that a print could have is tried with the
 * driver's own decoder, and the one that reads the print is proposed. What a print cannot tell is
 * asked for, never guessed: what the marks mean, whether a reference was taken off, and the
 * wavelength when no line names it.
 */
export function propose({ events, settings, answers: said }: Lesson): Proposal {
  const answers = answersIn(said)
  const told = settingsSchema.parse(settings)
  const { bytes, place } = chosenPrint(printsIn(events), answers)
  const { reads, template } = readWith(bytes, answers)
  const [read] = reads
  if (read === undefined) throw new TypeError('A trial has at least one read.')
  const learnt = { model: answers.model ?? told.model, line: told.line, pause_s: told.pause_s }
  return {
    read,
    findings: [place, ...findingsOf(template, reads.length)],
    confirmed: (confirmed) => ({ ...learnt, template: written({ ...template, confirmed }) }),
  }
}

interface Chosen {
  readonly bytes: Uint8Array
  /** Which print it is, as a sentence. */
  readonly place: string
}

/** The print that was asked for, or the last. */
function chosenPrint(prints: readonly Uint8Array[], { print }: Answers): Chosen {
  const number = print ?? prints.length
  const bytes = prints[number - 1]
  if (bytes === undefined) {
    throw unclear(
      `The capture has ${prints.length} prints${print === null ? '' : `, and no print ${print}`}.`,
      'Press START with a plate in the reader while assayd runs, then learn from that capture.',
    )
  }
  return { bytes, place: `Print ${number} of ${prints.length}: ${bytes.length} bytes.` }
}

function readWith(bytes: Uint8Array, answers: Answers): Trial {
  const text = String.fromCharCode(...bytes)
  const lineEnd = lineEndOf(text)
  if (lineEnd === undefined) {
    throw unclear(
      'The lines of the print end in different ways, or there are none.',
      'Check the baud rate and parity: does the text of the capture look like the printout?',
    )
  }
  const known: Known = { text, lineEnd, errorTexts: answers.errorTexts, marks: answers.marks }
  const shape = shapeOf(bytes, known, answers)
  const counted = { ...shape, template: { ...shape.template, end_text: answers.endText } }
  return withLineLength(withWavelengths(counted, bytes, answers), text, bytes)
}

/** The one shape that reads the print. */
function shapeOf(bytes: Uint8Array, known: Known, answers: Answers): Trial {
  const isWanted = ({ order, style, value_field: value }: Template): boolean =>
    (answers.order === null || answers.order === order) &&
    (answers.valueField === null || style === 'matrix' || answers.valueField === value)
  const found = candidatesFor(known)
    .filter(isWanted)
    .flatMap((template) => tryLeniently(template, bytes) ?? [])
  // A line of labels that is there is part of the plate: the stricter template knows it.
  const strict = found.filter(
    ({ template }) =>
      template.header === 'printed' ||
      !found.some((other) => other.template.header === 'printed' && isAlike(other, template)),
  )
  const [only, another] = strict
  if (only === undefined) {
    throw unclear(
      'No shape of plate that assayd knows is in this print.',
      'It needs a whole plate with one decimal mark and a fixed number of decimals; ' +
        'see what came with `assayd replay`.',
    )
  }
  if (another !== undefined) throw ambiguous(strict)
  askForMarks(only)
  return only
}

function isAlike({ template }: Trial, other: Template): boolean {
  return JSON.stringify({ ...template, header: 'absent' }) === JSON.stringify(other)
}

function ambiguous(found: readonly Trial[]): AssaydError {
  const ways = found.map(({ template: { style, order, value_field: value } }) =>
    style === 'list' ? `${style} ${order}, value in field ${value}` : `${style} ${order}`,
  )
  return unclear(
    `The print can be read in ${found.length} ways: ${[...new Set(ways)].join('; ')}.`,
    'Look at the printout and say which, with --order or --value-field.',
  )
}

function askForMarks({ unknown }: Trial): void {
  if (unknown.length === 0) return
  const quoted = unknown.map((text) => `'${text}'`).join(', ')
  throw unclear(
    `The print has ${quoted} in the place of numbers.`,
    "Say what it means, from the reader's manual: --overflow, --underflow or --unread TEXT.",
  )
}

/** Wavelengths by a line of the print that names them, or by what the person says. */
function withWavelengths(shape: Trial, bytes: Uint8Array, answers: Answers): Trial {
  const { wavelengthsNm } = answers
  const template = { ...shape.template, ...subtractionOf(answers) }
  const named = namedBy({ ...shape, template }, bytes, answers)
  const agreeing = named.find((trial) => agrees(trial, answers))
  if (agreeing !== undefined) return agreeing
  if (wavelengthsNm.length === 0) {
    throw unclear(
      'No line of the print names the wavelength of each plate.',
      'Say the wavelengths in the order of the print: --wavelength 450, ' +
        'or the line that names them: --heading "Filter {nm} nm".',
    )
  }
  const other = named.find((trial) => saysNm(trial.template.heading ?? ''))
  if (other !== undefined) {
    const printed = other.reads.flatMap(({ blocks }) => blocks.map((block) => block.wavelengthNm))
    throw unclear(
      `The print says ${printed.join(', ')} nm, and --wavelength ${wavelengthsNm.join(', ')} nm.`,
      'Give every wavelength of a plate in the order of the print, or none.',
    )
  }
  const blocks = wavelengthsNm.length
  const fixed = { wavelengths_nm: [...wavelengthsNm], heading: null, blocks }
  const trial = tryStrictly({ ...template, ...fixed }, bytes)
  if (trial !== undefined) return trial
  throw unclear(
    `The print does not have ${blocks} blocks of values, one for each wavelength.`,
    `It has ${shape.reads.length}; give as many wavelengths as a plate has.`,
  )
}

/** Every way in which lines of the print name the wavelengths, most blocks a plate first. */
function namedBy(shape: Trial, bytes: Uint8Array, answers: Answers): readonly Trial[] {
  const { wavelengthsNm, heading } = answers
  const patterns = heading === null ? headingsIn(String.fromCharCode(...bytes)) : [heading]
  const given = wavelengthsNm.length
  const counts = given > 0 ? [given] : countsUpTo(shape.reads.length)
  return patterns.flatMap((pattern) =>
    counts.flatMap((blocks) => withHeading({ ...shape.template, blocks }, pattern, bytes) ?? []),
  )
}

/** As many blocks a plate as there can be, and fewer. */
function countsUpTo(count: number): readonly number[] {
  const most = Math.min(count, BLOCKS_MAX)
  return Array.from({ length: most }, (_, index) => most - index)
}

/** What the print says of the wavelengths must be what the person says. */
function agrees({ reads }: Trial, { wavelengthsNm }: Answers): boolean {
  if (wavelengthsNm.length === 0) return true
  return reads.every(({ blocks }) =>
    blocks.every((block, index) => block.wavelengthNm === wavelengthsNm[index]),
  )
}

function subtractionOf({ reference }: Answers): Partial<Template> {
  if (reference === null) {
    throw unclear(
      'A print does not tell whether the reader took a reference wavelength off.',
      "Look at the reader's settings and say --reference none, or the wavelength: --reference 630.",
    )
  }
  if (reference === 'none') return { subtracted: 'no', reference_nm: null }
  return { subtracted: 'by-reader', reference_nm: reference }
}

/** When all lines with values have one length, a line of another length is damaged. */
function withLineLength(trial: Trial, text: string, bytes: Uint8Array): Trial {
  const lengths = new Set(text.split(/\r\n|\r|\n/).map((line) => line.length))
  for (const length of lengths) {
    if (length < 3 || length > 500) continue
    const stricter = tryStrictly({ ...trial.template, line_length: length }, bytes)
    if (stricter !== undefined && stricter.reads.length === trial.reads.length) return stricter
  }
  return trial
}

function findingsOf(template: Template, plates: number): readonly string[] {
  const { style, order, wells, decimals, decimal, heading, end_text: endText } = template
  const more = plates > 1 ? [`The print has ${plates} plates; the first is shown.`] : []
  const wavelength =
    heading === null ? 'The wavelengths are those you gave.' : `Wavelengths come from '${heading}'.`
  const end = endText === null ? 'A pause ends a plate.' : `'${endText}' ends a plate.`
  const length =
    template.line_length === null
      ? 'Lines differ in length: a lost minus sign could not be seen.'
      : `Each line with values has ${template.line_length} characters.`
  return [
    ...more,
    `A ${style} of ${wells} wells, ${order}, ${decimals} digits after '${decimal}'.`,
    wavelength,
    end,
    length,
  ]
}

function unclear(message: string, hint: string): AssaydError {
  return new AssaydError('template-unclear', message, { hint })
}
