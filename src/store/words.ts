import type { AccountEventKind, LoginKind } from '../core/account.ts'
import type { Role as PersonRole } from '../core/accounts.ts'
import type { ReportRule, ResponderCall } from '../core/analysis.ts'
import type { CurveChoice, ProfileId } from '../core/assay.ts'
import type { BaselineKind, Role } from '../core/layout/layout.ts'
import type { Checksum, WellMark, WellValue } from '../core/plate-read.ts'
import type { ResponseState, ResultState } from '../core/result.ts'
import type { AuditAct, SubjectKind } from '../ports/audit.ts'
import type { Verdict } from '../ports/decisions.ts'
import type { Binding, StoredDocument } from '../ports/store.ts'

/**
 * The closed unions as the keys of objects, so that the compiler notices a word that is missing
 * here.
 */
type Words<Union extends string> = Readonly<Record<Union, true>>

export const MARKS: Words<WellMark> = {
  overflow: true,
  underflow: true,
  unread: true,
  masked: true,
}

export const CHECKSUMS: Words<Checksum> = { ok: true, absent: true, unverifiable: true }

export const SUBTRACTED = { yes: true, no: false, unknown: 'unknown' } as const

export const ROLES: Words<Role> = {
  standard: true,
  blank: true,
  control: true,
  sample: true,
  empty: true,
}

export const BASELINE_KINDS: Words<BaselineKind> = { baseline: true, unstimulated: true }

export const RESULT_STATES: Words<ResultState> = {
  ok: true,
  below_lloq: true,
  below_curve: true,
  above_uloq: true,
  above_curve: true,
  saturated: true,
  unread: true,
  masked: true,
  not_fitted: true,
}

export const RESPONSE_STATES: Words<ResponseState> = {
  ok: true,
  baseline_censored: true,
  challenge_censored: true,
  both_censored: true,
  not_known: true,
}

export const MODELS: Words<CurveChoice['model']> = {
  '4pl': true,
  '5pl': true,
  '5pl+': true,
  '5pl-': true,
  '3pl': true,
  linear: true,
  quadratic: true,
  'log-log': true,
  'point-to-point': true,
  'point-to-point-semi-log': true,
  'point-to-point-log-log': true,
  'natural-spline': true,
  pchip: true,
}

export const WEIGHTS: Words<CurveChoice['weights']> = {
  none: true,
  '1/y': true,
  '1/y2': true,
  irls: true,
  'irls-1/y': true,
  power: true,
}

export const POINTS: Words<CurveChoice['points']> = { wells: true, means: true }

export const PROFILE_IDS: Words<ProfileId> = {
  default: true,
  softmax: true,
  gen5: true,
  'kit-insert': true,
}

export const RESPONDER_CALLS: Words<ResponderCall> = { yes: true, no: true, not_known: true }

export const REPORT_RULES: Words<ReportRule> = {
  'only-dilution': true,
  'least-diluted': true,
  'weighted-mean': true,
  'none-in-range': true,
}

export const SEVERITIES: Words<'warn' | 'block'> = { warn: true, block: true }

export const BINDINGS: Words<Binding> = {
  'run-sheet': true,
  barcode: true,
  'reader-default': true,
  assigned: true,
  unassigned: true,
}

export const DOCUMENT_KINDS: Words<StoredDocument['kind']> = {
  layout: true,
  assay: true,
  organisms: true,
  'run-sheet': true,
  masks: true,
  history: true,
  'other-layout': true,
  limits: true,
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function isNumbers(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'number')
}

export function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((text) => typeof text === 'string')
}

export function isMatrix(value: unknown): value is readonly (readonly number[])[] {
  const isLine = (line: unknown) =>
    Array.isArray(line) && line.every((part) => typeof part === 'number')
  return Array.isArray(value) && value.every(isLine)
}

export function isTextRecord(value: unknown): value is Readonly<Record<string, string>> {
  return isRecord(value) && Object.values(value).every((text) => typeof text === 'string')
}

export function isWellValues(value: unknown): value is Readonly<Record<string, WellValue>> {
  const isWellValue = (part: unknown) =>
    typeof part === 'number' || (typeof part === 'string' && Object.hasOwn(MARKS, part))
  return isRecord(value) && Object.values(value).every(isWellValue)
}

export const VERDICTS: Words<Verdict['verdict']> = { accepted: true, rejected: true }

export const AUDIT_ACTS: Words<AuditAct> = {
  'capture-begun': true,
  'capture-settled': true,
  'capture-archived': true,
  'expectation-fixed': true,
  'read-stored': true,
  'fault-stored': true,
  'plate-bound': true,
  'analysis-stored': true,
  exported: true,
  configured: true,
  assigned: true,
  masked: true,
  unmasked: true,
  accepted: true,
  rejected: true,
  'logged-in': true,
  'login-failed': true,
  'logged-out': true,
  'act-denied': true,
  'account-created': true,
  'role-changed': true,
  'password-set': true,
  'password-changed': true,
  'account-locked': true,
  'account-unlocked': true,
  'account-disabled': true,
  'account-enabled': true,
  'sheet-placed': true,
  'sheet-withdrawn': true,
  'read-ordered': true,
  'read-cancelled': true,
  'reload-asked': true,
  'backup-ordered': true,
  'verification-ordered': true,
  verified: true,
  adopted: true,
}

export const PERSON_ROLES: Words<PersonRole> = {
  viewer: true,
  operator: true,
  reviewer: true,
  admin: true,
}

export const VIAS: Words<LoginKind> = { login: true, bearer: true }

export const ACCOUNT_EVENTS: Words<AccountEventKind> = {
  created: true,
  'role-changed': true,
  'password-set': true,
  'password-changed': true,
  'logged-in': true,
  'logged-out': true,
  'login-failed': true,
  locked: true,
  unlocked: true,
  disabled: true,
  enabled: true,
}

export const SUBJECT_KINDS: Words<SubjectKind> = {
  capture: true,
  archive: true,
  expectation: true,
  read: true,
  fault: true,
  plate: true,
  analysis: true,
  export: true,
  configuration: true,
  assignment: true,
  mask: true,
  verdict: true,
  account: true,
  none: true,
}
