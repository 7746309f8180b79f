import type { AccountEvent } from '../core/account.ts'
import type { AuditAct } from '../ports/audit.ts'

/** How an event is called in the audit trail. */
export const ACTS: Readonly<Record<AccountEvent['kind'], AuditAct>> = {
  created: 'account-created',
  'role-changed': 'role-changed',
  'password-set': 'password-set',
  'password-changed': 'password-changed',
  'logged-in': 'logged-in',
  'logged-out': 'logged-out',
  'login-failed': 'login-failed',
  locked: 'account-locked',
  unlocked: 'account-unlocked',
  disabled: 'account-disabled',
  enabled: 'account-enabled',
}
