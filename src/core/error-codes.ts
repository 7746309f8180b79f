/**
 * Every error code of assayd with its meaning. Codes are kebab-case, never renamed and never
 * reused; `src/README.md` lists the same table, and a test compares the two both ways.
 */
export const ERROR_CODES = {
  'analysis-unknown': 'a plate has no analysis of that version',
  'capture-damaged': 'a line of a capture cannot be read',
  'capture-empty': 'a capture holds neither a plate nor a fault',
  'capture-missing': 'a capture cannot be found or opened',
  'capture-write': 'a capture cannot be written: the disk is full or failing',
  'config-invalid': 'a configuration file does not fit its schema; every mistake is listed',
  'config-missing': 'a file or folder that the configuration names does not exist',
  'config-syntax': 'a configuration file is not well-formed YAML or CSV',
  'driver-unknown': 'no driver has that name',
  'export-write': 'an export file could not be written',
  'fault-unknown': 'the simulator has no fault of that name',
  'folder-in-use': 'another daemon runs on this data folder',
  'layout-unknown': 'no layout has that id',
  'log-write': 'the log folder cannot be written',
  'no-plate': 'a run for one plate ended without one',
  'option-unsuited': 'options of a command do not go together',
  'organism-unknown': 'no organism of that name is configured or was measured',
  'part-broken':
    'a file that assayd finds by its folder (a driver, a quality rule) has the wrong shape',
  'plate-unassigned': 'a plate was read and stored, but nothing says which layout it has',
  'plate-unknown': 'no plate of that name is stored',
  'port-address': 'a port is written in a way no transport understands',
  'port-lost': 'the connection to a reader ended while it was in use',
  'port-open': 'a port could not be opened',
  'read-mismatch': 'a plate read does not fit the layout or the assay it is said to have',
  'reader-aborted': 'the reader stopped in the middle of a read',
  'reader-checksum': 'the bytes of a plate do not add up to the checksum the reader sent',
  'reader-malformed': 'the reader sent bytes that its protocol does not allow there',
  'reader-noise': 'bytes came that belong to no answer',
  'reader-refused': 'the reader answered NAK to a command it should know',
  'reader-restarted': 'the reader lost its settings, as after being switched off and on',
  'reader-silent': 'the reader did not answer in time',
  'reader-status': 'the reader reported an error of its own',
  'reader-unsuited': 'the reader cannot do what the assay asks of it',
  'replay-mismatch': 'what is sent to a replayed reader is not what was sent when it was recorded',
  'store-busy': 'another program holds the database',
  'store-damaged': 'the database is damaged, or not one that assayd wrote',
  'store-newer': 'the database was written by a newer version of assayd',
  'store-open': 'the database cannot be opened',
  'store-write': 'the database cannot be written: the disk is full or failing',
  'study-contradiction': 'two plates disagree on whose milk a specimen is; every case is listed',
  'study-unadjustable': 'a plate cannot be brought to the scale of others; every case is listed',
} as const

/** One of the codes above. */
export type ErrorCode = keyof typeof ERROR_CODES
