import { changesInWords } from './core/changed-files.ts'
import type { AssaydError } from './core/errors.ts'
import { lapsedInWords } from './core/lapsed-verdict.ts'
import type { LogArea } from './core/log-settings.ts'
import type { Log } from './ports/log.ts'
import type { VerifyReport } from './ports/verify-desk.ts'
import type { DaemonPart, News } from './ports/news.ts'

type Level = 'debug' | 'info' | 'warn' | 'error'

/** A line of the log before its fields are put together. */
interface Line {
  readonly area: LogArea
  readonly level: Level
  readonly message: string
  readonly fields?: Readonly<Record<string, unknown>>
}

/**
 * Writes news to the log. Lines of one thing share a field: `reader`, `plate`, `readId`,
 * `analysis`, `capture`; a line about something wrong has `code` and `hint`.
 */
export function logNews(log: Log, news: News): void {
  const { area, level, message, fields } = lineOf(news)
  const from = 'reader' in news && news.reader !== '' ? { reader: news.reader } : {}
  log[level](message, { area, news: news.kind, ...from, ...fields })
}

function lineOf(news: News): Line {
  switch (news.kind) {
    case 'opened':
      return readers('info', 'port opened', { port: news.port })
    case 'found':
      return readers('info', news.hasAnswered ? 'reader answered' : 'listening for a reader', {
        ...news.identity,
        line: news.settings,
      })
    case 'reading':
      return readers('info', 'reading a plate', { wavelengthsNm: news.wavelengthsNm })
    case 'progress': {
      const { blocksDone, blocksExpected, temperatureC } = news
      return readers('debug', 'block arrived', { blocksDone, blocksExpected, temperatureC })
    }
    case 'settled':
      return readers('debug', 'reader is free')
    case 'fault': {
      const { code, message, hint, bytes } = news.fault
      return readers('warn', message, { code, hint, bytes })
    }
    case 'read-failed':
      return readers('warn', news.error.message, { ...troubleOf(news), again: news.again })
    case 'lost':
      return readers('warn', news.error.message, { ...troubleOf(news), againInMs: news.againInMs })
    case 'backed-up':
      return daemon('backup made and checked', { folder: news.folder })
    case 'archived':
      return daemon('old captures archived', { folder: news.folder, captures: news.captures })
    case 'reachable':
      return daemon('listening', { url: news.url, fingerprint: news.fingerprint })
    case 'refused': {
      const { act, who, about, reason } = news
      const fields = { act, who, about }
      return { area: 'daemon', level: 'warn', message: `refused: ${reason}`, fields }
    }
    case 'trouble':
      return {
        area: areaOf(news.part),
        level: 'warn',
        message: news.error.message,
        fields: { part: news.part, ...troubleOf(news) },
      }
    case 'mended': {
      const { part, text } = news
      return { area: areaOf(part), level: 'info', message: text, fields: { part } }
    }
    case 'configured': {
      const { hash, changes } = news
      const message = `configuration in force: ${changesInWords(changes)}`
      return daemon(message, { configuration: hash })
    }
    case 'config-refused': {
      const message = `configuration refused: ${news.error.message}`
      return { area: 'daemon', level: 'error', message, fields: troubleOf(news) }
    }
    default:
      return lineOfPlate(news)
  }
}

function lineOfVerification({ id, state, who, totals, error }: VerifyReport): Line {
  const { plates, findings } = totals
  const trouble = error === null ? {} : troubleOf({ error })
  return {
    area: 'daemon',
    level: findings > 0 || state === 'failed' ? 'warn' : 'info',
    message: `verification ${state}`,
    fields: { verification: id, who, plates, findings, ...trouble },
  }
}

type OfPlate = Extract<
  News,
  {
    readonly kind:
      | 'plate'
      | 'analysed'
      | 'revised'
      | 'verified'
      | 'lapsed'
      | 'exported'
      | 'failed'
      | 'recovered'
      | 'resuming'
      | 'mistake'
      | 'held'
  }
>

function lineOfPlate(news: OfPlate): Line {
  switch (news.kind) {
    case 'plate': {
      const { readId, place, receivedAt } = news.read
      const where = { capture: place.captureId, lastByte: place.lastByte, receivedAt }
      const { plate, kind, layoutId } = news.bound
      const fields = { plate, readId, ...where, binding: kind, layout: layoutId }
      return { area: 'plates', level: 'info', message: 'plate stored', fields }
    }
    case 'analysed': {
      const { record, read, stored } = news
      const flags = stored.analysis.flags.map(({ rule, severity }) => `${severity} ${rule}`)
      const of = { plate: record.plate, readId: read.readId, analysis: stored.analysisId }
      const fields = { ...of, flags }
      return { area: 'plates', level: 'info', message: 'plate analysed', fields }
    }
    case 'revised': {
      const { plate, analysis, who, reason } = news
      const fields = { plate, analysis, who, reason }
      return { area: 'plates', level: 'info', message: 'plate computed again', fields }
    }
    case 'verified':
      return lineOfVerification(news.report)
    case 'lapsed': {
      const { plate, stands, lapsed } = news
      const message = `plate ${plate} ${lapsedInWords(lapsed, stands)}`
      return { area: 'plates', level: 'warn', message, fields: { plate, ...lapsed } }
    }
    case 'exported': {
      const fields = { analysis: news.analysisId, files: news.files }
      return { area: 'exports', level: 'info', message: 'files written', fields }
    }
    case 'failed': {
      const { readId, plate, analysis } = news
      const known = Object.entries({ readId, plate, analysis }).filter(([, id]) => id !== undefined)
      const fields = { ...troubleOf(news), ...Object.fromEntries(known) }
      const area = news.error.code === 'export-write' ? 'exports' : 'plates'
      return { area, level: 'warn', message: news.error.message, fields }
    }
    case 'recovered': {
      const fields = { capture: news.capture, reads: news.reads }
      return { area: 'recovery', level: 'info', message: 'capture heard again', fields }
    }
    case 'resuming':
      return readers('info', `resuming the read of ${news.asked}`)
    case 'held':
      return news.error === null
        ? readers('info', 'nothing keeps run sheets from starting reads any more')
        : readers('warn', news.error.message, { code: news.error.code, hint: news.error.hint })
    case 'mistake': {
      const { text, hint } = news
      const fields = hint === undefined ? {} : { hint }
      return { area: 'plates', level: 'warn', message: text, fields }
    }
  }
}

/** Exports have an area of their own; whatever else of the daemon can be in trouble has none. */
function areaOf(part: DaemonPart): LogArea {
  return part === 'exports' ? 'exports' : 'daemon'
}

function daemon(message: string, fields: Line['fields']): Line {
  return { area: 'daemon', level: 'info', message, ...(fields && { fields }) }
}

function readers(level: Level, message: string, fields?: Line['fields']): Line {
  return { area: 'readers', level, message, ...(fields && { fields }) }
}

function troubleOf({ error }: { readonly error: AssaydError }) {
  return { code: error.code, hint: error.hint, cause: error.cause }
}
