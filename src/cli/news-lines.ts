import { styleText } from 'node:util'

import { counted } from '../core/counted.ts'
import { changesInWords } from '../core/changed-files.ts'
import { lapsedInWords } from '../core/lapsed-verdict.ts'
import type { AssaydError } from '../core/errors.ts'
import { isoFromInstant, type Instant } from '../ports/clock.ts'
import type { News } from '../ports/news.ts'
import type { VerifyReport } from '../ports/verify-desk.ts'
import { hanging } from './hanging.ts'
import { terminalWidth } from './terminal-width.ts'
import { analysisReport } from './results-report.ts'

/** What belongs to a line stands below it. */
const MARGIN = '  '

/**
 * What the daemon tells, as lines for a terminal: time, reader, what happened, and what to do about
 * it.
 */
export function newsLines(news: News, at: Instant): readonly string[] {
  const time = styleText('dim', isoFromInstant(at).slice(11, 19))
  const [first, ...rest] = sentences(news)
  if (first === undefined) return []
  const head = `${time} ${styleText('bold', whoOf(news))} ${first}`
  const below = rest.map((line) => (line === '' ? '' : `${MARGIN}${line}`))
  // A report is as wide as it may be already.
  if (news.kind === 'analysed') return [...hanging(head, MARGIN.length), ...below]
  return [head, ...below].flatMap((line) => hanging(line, MARGIN.length))
}

function whoOf(news: News): string {
  if ('reader' in news) return news.reader === '' ? 'assayd' : news.reader
  if ('part' in news) return news.part
  return 'who' in news ? news.who : 'backup'
}

function sentences(news: News): readonly string[] {
  switch (news.kind) {
    case 'opened':
      return [`port ${news.port} is open`]
    case 'found':
      return [foundLine(news)]
    case 'reading':
      return [`reading a plate at ${news.wavelengthsNm.join(', ')} nm`]
    case 'resuming':
      return [`resuming the read of ${news.asked} that was left to the reader`]
    case 'progress':
      return [`block ${news.blocksDone} of ${news.blocksExpected} arrived`]
    case 'settled':
      return []
    case 'plate':
      return [
        `plate ${news.bound.plate} is stored ` +
          `(read ${news.read.readId}, ${news.read.read.bytes.length} bytes). ${news.bound.reason}`,
      ]
    case 'analysed':
      return [
        `plate ${news.record.plate} is analysed as ${news.stored.analysisId}`,
        ...analysisReport(news.stored, news.record, terminalWidth() - MARGIN.length),
      ]
    case 'exported':
      return [`${news.analysisId} is written:`, ...news.files.map((file) => `  ${file}`)]
    case 'fault':
      return bad(`${news.fault.code}: ${news.fault.message}`, news.fault.hint)
    case 'failed':
      return bad(news.error.message, news.error.hint)
    case 'read-failed':
      return bad(
        `no plate: ${news.error.message}${news.again ? ' It is asked again.' : ''}`,
        news.error.hint,
      )
    case 'held':
      return news.error === null ? [] : bad(news.error.message, news.error.hint)
    case 'lost':
      return bad(
        `${news.error.message} Trying again in ${news.againInMs / 1000} s.`,
        news.error.hint,
      )
    case 'recovered':
      return [
        `capture ${news.capture} was heard again, with ${counted(news.reads, 'missing read')}`,
      ]
    case 'configured':
      return [`a new configuration is in force: ${changesInWords(news.changes)}`]
    case 'config-refused':
      return refusalLines(news.error)
    case 'reachable':
      return [`other machines reach this daemon at ${news.url}`, `SHA-256 ${news.fingerprint}`]
    case 'mistake':
      return bad(news.text, news.hint ?? 'Correct the run sheet; it is read anew for every plate.')
    default:
      return ofDaemon(news)
  }
}

function foundLine({ identity, settings, hasAnswered }: Extract<News, { kind: 'found' }>): string {
  const { model, version, wavelengthsNm } = identity
  const baud = settings === null ? '' : ` at ${settings.baud} baud`
  const nm = wavelengthsNm.length === 0 ? '' : `, filters ${wavelengthsNm.join(', ')} nm`
  if (!hasAnswered) return `listening for ${model}`
  return `${model} ${version} answered${baud}${nm}`.replaceAll('  ', ' ')
}

function refusalLines({ message, hint }: AssaydError): readonly string[] {
  const until = 'Until then everything stays as it was.'
  return [...bad('the edit is refused:', ''), ...message.split('\n'), hint, until]
}

type OfDaemon = Extract<
  News,
  {
    readonly kind:
      | 'revised'
      | 'lapsed'
      | 'refused'
      | 'verified'
      | 'backed-up'
      | 'archived'
      | 'trouble'
      | 'mended'
  }
>

function ofDaemon(news: OfDaemon): readonly string[] {
  if (news.kind === 'trouble') return bad(news.error.message, news.error.hint)
  if (news.kind === 'revised') {
    return [`plate ${news.plate} is computed again as ${news.analysis}: ${news.reason}`]
  }
  if (news.kind === 'lapsed') {
    return bad(`plate ${news.plate} ${lapsedInWords(news.lapsed, news.stands)}`, '')
  }
  if (news.kind === 'refused') {
    const { about, reason } = news
    return bad(`refused${about === '' ? '' : ` (${about})`}: ${reason}`, '')
  }
  if (news.kind === 'verified') return [verificationLine(news.report)]
  if (news.kind === 'archived')
    return [`archived in ${news.folder}: ${counted(news.captures, 'old capture')}`]
  return [news.kind === 'mended' ? news.text : `checked backup in ${news.folder}`]
}

function verificationLine({ state, totals: { plates, findings } }: VerifyReport): string {
  const found = `${counted(plates, 'plate')}, ${counted(findings, 'difference')}`
  const line = `verification ${state}: ${found}`
  return findings > 0 ? styleText('yellow', line) : line
}

function bad(what: string, hint: string): readonly string[] {
  return [styleText('yellow', what), ...(hint === '' ? [] : [hint])]
}
