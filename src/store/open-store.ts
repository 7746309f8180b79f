import type BetterSqlite3 from 'better-sqlite3'

import { isoFromInstant } from '../ports/clock.ts'
import type { HeardFault, HeardRead, NewAnalysis, Store, StoreView } from '../ports/store.ts'
import { accountStore, accountView, type Act } from './account-store.ts'
import { insertAnalysis, insertExport, loadExportsWaiting } from './analyses.ts'
import { loadOldCapture, saveArchived } from './archived.ts'
import { auditChecked } from './audit-check.ts'
import { headOf, loadEntries, loadEntrySlice } from './audit.ts'
import { loadCaptureNames, loadCaptures } from './captures.ts'
import { loadConfigurations, saveConfiguration } from './configurations.ts'
import { BUSY_TIMEOUT_MS, openDatabase, openReadonly } from './database.ts'
import {
  assign,
  loadAssignedSheet,
  loadAssignmentsOfRead,
  loadMasks,
  saveMasks,
  saveVerdict,
} from './decisions.ts'
import {
  loadExpected,
  loadExpectedFrom,
  loadExpectedSheet,
  loadLastExpected,
  loadWasExpected,
  saveExpectation,
} from './expectations.ts'
import { loadHistory } from './history.ts'
import { loadFaults, loadFaultSlice, saveCapture, saveFault, settleCapture } from './heard.ts'
import { loadPlate } from './plate-detail.ts'
import { loadSummaries } from './plate-list.ts'
import { loadPlateNamesNear } from './plate-names.ts'
import { loadPlateSlice } from './plate-slices.ts'
import { isRead, loadRecord, noteWhetherAnalysed, plateOfRead, savePlate } from './plates.ts'
import { saveRead } from './reads.ts'
import { jsonFrom, numberAt } from './rows.ts'
import { openSession } from './session.ts'
import type { Session } from './session.ts'
import { inOperatorsWords } from './storage-errors.ts'
import { loadMeasured } from './study.ts'
import { loadUnfinished, loadUnsettled, loadWaitingExport } from './unfinished.ts'
import { loadNewestReads, loadWaiting } from './waiting.ts'
import { checkWrite } from './write-check.ts'

/** Two ways to work with the database, each a transaction of its own. */
interface Acts {
  /**
   * Takes the write lock first, so that waiting for another writer happens before anything is done.
   */
  readonly write: Act
  /** Sees one moment of the database whatever others write meanwhile. */
  readonly read: Act
}

function actsOn(database: BetterSqlite3.Database, now?: () => string): Acts {
  const session = openSession(database, now)
  const inWords = <Result>(work: () => Result) => inOperatorsWords(database.name, work)
  return {
    write: (work) => inWords(() => database.transaction(() => work(session)).immediate()),
    read: (work) => inWords(() => database.transaction(() => work(session)).deferred()),
  }
}

function saveAnalysis(session: Session, analysis: NewAnalysis) {
  const stored = insertAnalysis(session, analysis)
  const record = loadRecord(session, analysis.plate)
  if (record !== undefined) noteWhetherAnalysed(session, record)
  return stored
}

function countRows(session: Session) {
  const count = (table: string) => {
    const row = session.first(`SELECT count(*) AS n FROM ${table}`)
    return row === undefined ? 0 : numberAt(row, 'n')
  }
  return {
    reads: count('reads'),
    plates: count('plates'),
    analyses: count('analyses'),
    faults: count('faults'),
  }
}

/** Audit entries tell when they were made, whatever time the work is told. */
function wallClock(): string {
  const now = new Date()
  return isoFromInstant({ epochMs: now.getTime(), offsetMinutes: -now.getTimezoneOffset() })
}

/** What only reads. */
function viewOn(database: BetterSqlite3.Database, read: Act): StoreView {
  return {
    expectedAt: (place) => read((session) => loadExpected(session, place)),
    expectedFrom: (id) => read((session) => loadExpectedFrom(session, id)),
    lastExpected: (readerId) => read((session) => loadLastExpected(session, readerId)),
    wasExpected: (readerId, hash) => read((session) => loadWasExpected(session, readerId, hash)),
    expectedSheet: (hash) => read((session) => loadExpectedSheet(session, hash)),
    configurations: () => read(loadConfigurations),
    assignedSheet: (readId) => read((session) => loadAssignedSheet(session, readId)),
    assignments: (readId) => read((session) => loadAssignmentsOfRead(session, readId)),
    plateOf: (readId) => read((session) => plateOfRead(session, readId)),
    masks: (plate) => read((session) => loadMasks(session, plate)),
    audit: (query) => read((session) => loadEntries(session, query)),
    auditHead: () => read(headOf),
    auditChecked: (kept) => auditChecked(database.name, kept),
    unfinished: () => read(loadUnfinished),
    unsettled: () => read(loadUnsettled),
    exportsWaiting: () => read(loadExportsWaiting),
    waitingExport: (id) => read((session) => loadWaitingExport(session, id)),
    hasPlate: (plate) => read((session) => loadRecord(session, plate) !== undefined),
    plates: (query = {}) => read((session) => loadSummaries(session, query)),
    plateNamesNear: (plate) => read((session) => loadPlateNamesNear(session, plate)),
    isRead: (plate) => read((session) => isRead(session, plate)),
    history: (query) => read((session) => loadHistory(session, query)),
    plate: (plate) => read((session) => loadPlate(session, plate)),
    captureNames: () => read(loadCaptureNames),
    captures: () => read(loadCaptures),
    oldCapture: (file) => read((session) => loadOldCapture(session, file)),
    measured: () => read(loadMeasured),
    faults: (readerId) => read((session) => loadFaults(session, readerId)),
    waiting: () => read(loadWaiting),
    newestReads: () => read(loadNewestReads),
    lists: {
      plates: (query, of) => read((session) => loadPlateSlice(session, query, of)),
      audit: (query, of) => read((session) => loadEntrySlice(session, query, of)),
      faults: (query, of) => read((session) => loadFaultSlice(session, query, of)),
    },
    people: accountView(read),
    counts: () => read(countRows),
    close: () => inOperatorsWords(database.name, () => database.close()),
  }
}

/**
 * Opens the database of a folder to look at it: nothing is made, changed or brought forward, and
 * whoever writes is not disturbed. Throws AssaydError as `openStore` does, and `store-older`.
 */
export function openView(folder: string): StoreView {
  const database = openReadonly(folder)
  return viewOn(database, actsOn(database).read)
}

/**
 * Opens `assayd.sqlite` in the folder, making both when they are not there. Several processes may
 * have it open: one writes at a time, readers never wait. Throws AssaydError `store-open`,
 * `store-busy`, `store-damaged`, `store-newer` or `store-write`; a RangeError or TypeError from a
 * call is a mistake of the caller's. `now` stamps audit entries, in ISO 8601 with offset.
 */
export function openStore(folder: string, now: () => string = wallClock): Store {
  const database = openDatabase(folder, now)
  const { write, read } = actsOn(database, now)
  return {
    ...viewOn(database, read),
    saveCapture: (header, file) => write((session) => saveCapture(session, header, file)),
    saveExpectation: (...all) =>
      write((session) => all.forEach((from) => saveExpectation(session, from))),
    settleCapture: (captureId, seal) => write((session) => settleCapture(session, captureId, seal)),
    saveArchived: (archived) => write((session) => saveArchived(session, archived)),
    saveRead: (heard: HeardRead) => write((session) => saveRead(session, heard)),
    saveFault: (heard: HeardFault) => write((session) => saveFault(session, heard)),
    savePlate: (plate, readId) => write((session) => savePlate(session, plate, readId)),
    saveConfiguration: (taken) => write((session) => saveConfiguration(session, taken)),
    saveAnalysis: (analysis: NewAnalysis) => write((session) => saveAnalysis(session, analysis)),
    saveExport(analysisId, exportedAt, files) {
      const note = { exported_at: exportedAt, files_json: jsonFrom(files) }
      write((session) => insertExport(session, analysisId, note))
    },
    assign: (assignment) => write((session) => assign(session, assignment)),
    saveMasks: (change) => write((session) => saveMasks(session, change)),
    saveVerdict: (verdict) => write((session) => saveVerdict(session, verdict)),
    people: accountStore({ write, read, now }),
    checkWrite: () => inOperatorsWords(database.name, () => checkWrite(database, BUSY_TIMEOUT_MS)),
    note: (entry) => write((session) => session.record(entry)),
  }
}
