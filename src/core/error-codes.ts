/**
 * Every error code of assayd with its meaning. Codes are kebab-case, never renamed and never
 * reused; `src/README.md` lists the same table, and a test compares the two both ways.
 */
export const ERROR_CODES = {
  'config-invalid': 'a configuration file does not fit its schema; every mistake is listed',
  'config-missing': 'a file or folder that the configuration names does not exist',
  'config-syntax': 'a configuration file is not well-formed YAML or CSV',
  'port-address': 'a port is written in a way no transport understands',
  'port-lost': 'the connection to a reader ended while it was in use',
  'port-open': 'a port could not be opened',
  'read-mismatch': 'a plate read does not fit the layout or the assay it is said to have',
  'reader-aborted': 'the reader stopped in the middle of a read',
  'reader-checksum': 'the bytes of a plate do not add up to the checksum the reader sent',
  'reader-malformed': 'the reader sent bytes that its protocol does not allow there',
  'reader-noise': 'bytes came that belong to no answer',
  'reader-refused': 'the reader answered NAK to a command it should know',
  'reader-silent': 'the reader did not answer in time',
  'reader-status': 'the reader reported an error of its own',
  'reader-unsuited': 'the reader cannot do what the assay asks of it',
} as const

export type ErrorCode = keyof typeof ERROR_CODES
