import type { Migration } from '../migration.ts'

const SUBJECT = `
      role TEXT NOT NULL,
      slot INTEGER,
      specimen TEXT NOT NULL,
      mother TEXT NOT NULL,
      visit TEXT NOT NULL,
      date TEXT NOT NULL,
      condition TEXT NOT NULL,
      dilution REAL NOT NULL,`

/** A concentration in the analysis' unit, with its worth. */
const concentration = (name: string) => `
      ${name}_state TEXT NOT NULL,
      ${name} REAL,
      ${name}_se REAL,
      ${name}_ci_low REAL,
      ${name}_ci_high REAL,
      ${name}_lower REAL,
      ${name}_upper REAL,
      ${name}_reason TEXT NOT NULL,`

const bounded = (name: string) => `
      ${name} REAL,
      ${name}_se REAL,
      ${name}_lower REAL,
      ${name}_upper REAL,`

/**
 * What was computed: analyses with the documents they used, curves, results, responses, flags,
 * exports.
 */
export const computed: Migration = {
  number: 2,
  name: 'computed',
  insertedOnly: [
    'documents',
    'analyses',
    'analysis_documents',
    'curves',
    'curve_parameters',
    'standard_results',
    'well_results',
    'sample_results',
    'specimen_results',
    'responses',
    'flags',
    'exports',
  ],
  sql: `
    CREATE TABLE documents (
      hash TEXT PRIMARY KEY,           -- SHA-256 of the text, in hex
      text TEXT NOT NULL
    ) STRICT;

    CREATE TABLE analyses (
      analysis_id TEXT PRIMARY KEY,    -- PLATE/VERSION
      plate TEXT NOT NULL,
      version INTEGER NOT NULL,        -- from 1 on each plate
      read_id INTEGER NOT NULL,
      analysed_at TEXT NOT NULL,       -- ISO 8601 with offset
      code_version TEXT NOT NULL,
      binding TEXT NOT NULL,           -- what was said of the plate when it was computed;
      binding_reason TEXT NOT NULL,    -- 'plates' has what was said last
      layout_id TEXT NOT NULL,
      assay_id TEXT NOT NULL,
      kit_lot TEXT NOT NULL,
      operator TEXT NOT NULL,
      barcode TEXT NOT NULL,
      analyte TEXT NOT NULL,
      unit TEXT NOT NULL,              -- of every concentration of the analysis
      lloq REAL,                       -- working range in the well; NULL when there is none
      uloq REAL,
      UNIQUE (plate, version),
      FOREIGN KEY (plate, read_id) REFERENCES plate_reads (plate, read_id),
      CHECK ((lloq IS NULL) = (uloq IS NULL))
    ) STRICT;
    CREATE INDEX analyses_by_read ON analyses (read_id);
    CREATE INDEX analyses_by_lot ON analyses (assay_id, kit_lot, read_id);

    CREATE TABLE analysis_documents (
      analysis_id TEXT NOT NULL REFERENCES analyses (analysis_id),
      position INTEGER NOT NULL,
      kind TEXT NOT NULL,
      document_id TEXT NOT NULL,
      hash TEXT NOT NULL REFERENCES documents (hash),
      PRIMARY KEY (analysis_id, position)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE curves (
      analysis_id TEXT PRIMARY KEY REFERENCES analyses (analysis_id),
      model TEXT NOT NULL,
      weights TEXT NOT NULL,
      points TEXT NOT NULL,
      converged INTEGER NOT NULL CHECK (converged IN (0, 1)),
      reason TEXT NOT NULL,
      covariance_json TEXT NOT NULL,   -- of the parameters in their order
      wrss REAL NOT NULL,
      rss REAL NOT NULL,
      sigma REAL NOT NULL,
      df INTEGER NOT NULL,
      r2 REAL NOT NULL,
      condition_number REAL NOT NULL,
      od_floor REAL NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE curve_parameters (
      analysis_id TEXT NOT NULL REFERENCES curves (analysis_id),
      parameter TEXT NOT NULL,         -- A, D in OD; B dimensionless; C in the analysis' unit
      value REAL NOT NULL,
      se REAL,                         -- NULL where it was held or has none
      PRIMARY KEY (analysis_id, parameter)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE standard_results (
      analysis_id TEXT NOT NULL REFERENCES analyses (analysis_id),
      position INTEGER NOT NULL,
      level INTEGER NOT NULL,
      nominal REAL NOT NULL,
      wells_json TEXT NOT NULL,
      mean_od REAL,
      sd_od REAL,
      cv_od_percent REAL,
      back_fit REAL,
      recovery_percent REAL,
      passes INTEGER NOT NULL CHECK (passes IN (0, 1)),
      PRIMARY KEY (analysis_id, position)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE well_results (
      analysis_id TEXT NOT NULL REFERENCES analyses (analysis_id),
      position INTEGER NOT NULL,
      well TEXT NOT NULL,${SUBJECT}
      level INTEGER,
      replicate INTEGER NOT NULL,
      od REAL,                         -- compared with the curve; or NULL and a mark
      mark TEXT,
      od_by_nm_json TEXT NOT NULL,${concentration('concentration')}
      concentration_in_well REAL,
      PRIMARY KEY (analysis_id, position),
      CHECK ((od IS NULL) <> (mark IS NULL))
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE sample_results (
      analysis_id TEXT NOT NULL REFERENCES analyses (analysis_id),
      position INTEGER NOT NULL,${SUBJECT}
      wells_json TEXT NOT NULL,
      n INTEGER NOT NULL,
      mean_od REAL,
      sd_od REAL,
      cv_od_percent REAL,${concentration('concentration')}
      of_mean_od REAL,
      mean_of_wells REAL,
      sd_of_wells REAL,
      cv_of_wells_percent REAL,
      PRIMARY KEY (analysis_id, position)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE specimen_results (    -- what is reported over all dilutions of a supernatant
      analysis_id TEXT NOT NULL REFERENCES analyses (analysis_id),
      position INTEGER NOT NULL,
      slot INTEGER NOT NULL,
      specimen TEXT NOT NULL,
      mother TEXT NOT NULL,
      visit TEXT NOT NULL,
      date TEXT NOT NULL,
      condition TEXT NOT NULL,${concentration('concentration')}
      rule TEXT NOT NULL,
      dilutions_json TEXT NOT NULL,
      dilutions_used_json TEXT NOT NULL,
      parallelism_cv_percent REAL,
      parallelism_ratio REAL,
      is_hook_suspected INTEGER NOT NULL CHECK (is_hook_suspected IN (0, 1)),
      rerun_at REAL,                   -- 1 part in this many
      n INTEGER NOT NULL,
      PRIMARY KEY (analysis_id, position)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE responses (
      analysis_id TEXT NOT NULL REFERENCES analyses (analysis_id),
      position INTEGER NOT NULL,
      slot INTEGER NOT NULL,
      specimen TEXT NOT NULL,
      mother TEXT NOT NULL,
      visit TEXT NOT NULL,
      date TEXT NOT NULL,
      organism TEXT NOT NULL,
      baseline_kind TEXT NOT NULL,${concentration('baseline')}
      baseline_dilution REAL NOT NULL,${concentration('challenge')}
      challenge_dilution REAL NOT NULL,${bounded('delta')}${bounded('fold')}${bounded('log2_fold')}
      state TEXT NOT NULL,
      reason TEXT NOT NULL,
      responder TEXT NOT NULL,
      is_replicated INTEGER NOT NULL CHECK (is_replicated IN (0, 1)),
      PRIMARY KEY (analysis_id, position)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE flags (
      analysis_id TEXT NOT NULL REFERENCES analyses (analysis_id),
      position INTEGER NOT NULL,
      rule TEXT NOT NULL,
      severity TEXT NOT NULL CHECK (severity IN ('warn', 'block')),
      message TEXT NOT NULL,
      hint TEXT NOT NULL,
      value REAL,
      limit_value REAL,
      wells_json TEXT NOT NULL,
      PRIMARY KEY (analysis_id, position)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE exports (
      export_id INTEGER PRIMARY KEY,
      analysis_id TEXT NOT NULL REFERENCES analyses (analysis_id),
      exported_at TEXT NOT NULL,       -- ISO 8601 with offset
      files_json TEXT NOT NULL
    ) STRICT;
    CREATE INDEX exports_by_analysis ON exports (analysis_id);

    -- Work under way: a row stands here only until the work is done.
    CREATE TABLE analyses_to_export (
      analysis_id TEXT PRIMARY KEY REFERENCES analyses (analysis_id)
    ) STRICT, WITHOUT ROWID;
  `,
}
