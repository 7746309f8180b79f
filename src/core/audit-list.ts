/** So many entries of the audit trail at most in one answer; a command may ask as much. */
export const AUDIT_LIST_MAX = 10_000
