import type { Bounded, Concentration } from '../result.ts'
import { ADJUSTED_COLUMNS } from './adjusted-columns.ts'
import { numberColumn, textColumn, yesNoColumn, type StudyColumn } from './column.ts'
import type { Study, StudyRow, Substitution } from './study.ts'

const RESULT_STATES =
  'ok; below_lloq or above_uloq (a number exists, outside the range of the plate); below_curve ' +
  'or above_curve (beyond an asymptote, no number); saturated; unread; masked; not_fitted'

function concentrationColumns(
  name: 'baseline' | 'challenge',
  what: string,
): readonly StudyColumn[] {
  const of = ({ response }: StudyRow): Concentration => response[name]
  return [
    numberColumn(
      { name },
      `${what}, corrected for dilution; see ${name}_state`,
      (row) => of(row).value,
    ),
    textColumn(
      `${name}_state`,
      `what the ${name} is worth: ${RESULT_STATES}`,
      (row) => of(row).state,
    ),
    numberColumn({ name: `${name}_se` }, `standard error of the ${name}`, (row) => of(row).se),
    numberColumn({ name: `${name}_lower` }, `the ${name} is at least this`, (row) => of(row).lower),
    numberColumn(
      { name: `${name}_upper` },
      `the ${name} is at most this; NA is unbounded`,
      (row) => of(row).upper,
    ),
    numberColumn(
      { name: `${name}_dilution`, unit: '' },
      `how many times the wells were diluted, of several dilutions the least: 4 is one in four`,
      ({ response }) => response[`${name}Dilution`],
    ),
  ]
}

interface Compared {
  readonly name: string
  readonly unit?: string
  readonly what: string
  readonly meaning: string
}

function comparedColumns(
  { name, unit = '', what, meaning }: Compared,
  of: (row: StudyRow) => Bounded,
): readonly StudyColumn[] {
  const named = (suffix: string) => ({ name: `${name}${suffix}`, unit })
  return [
    numberColumn(named(''), meaning, (row) => of(row).value),
    numberColumn(named('_se'), `standard error of ${what}`, (row) => of(row).se),
    numberColumn(
      named('_lower'),
      `${what} is at least this; NA is unbounded; equal to ${name} when nothing is censored`,
      (row) => of(row).lower,
    ),
    numberColumn(
      named('_upper'),
      `${what} is at most this; NA is unbounded; equal to ${name} when nothing is censored`,
      (row) => of(row).upper,
    ),
  ]
}

const COLUMNS: readonly StudyColumn[] = [
  textColumn('specimen', 'the milk specimen', ({ response }) => response.specimen),
  textColumn('mother', 'whose milk it is, as a run sheet says', ({ response }) => response.mother),
  textColumn('visit', 'the visit at which it was taken', ({ response }) => response.visit),
  {
    name: 'date',
    type: 'date',
    unit: '',
    meaning: 'the day it was taken, as a run sheet says; empty when none does',
    cell: ({ response }) => response.date,
  },
  textColumn('organism', "the challenge organism's id", ({ response }) => response.organism),
  textColumn(
    'organism_name',
    'its name; empty when it is not configured any more',
    ({ organism }) => organism?.name ?? '',
  ),
  textColumn(
    'organism_taxon',
    'its id in the NCBI Taxonomy; empty for a stimulus that is no organism',
    ({ organism }) => (organism?.taxon ?? '').toString(),
  ),
  textColumn(
    'organism_kind',
    'what it stands for in the study: pathogen, benign or control',
    ({ organism }) => organism?.kind ?? '',
  ),
  textColumn(
    'baseline_kind',
    'what the challenge is compared with: baseline (before incubation) or unstimulated (after ' +
      'it, without an organism)',
    ({ response }) => response.baselineKind,
  ),
  ...concentrationColumns('baseline', 'concentration of what the challenge is compared with'),
  ...concentrationColumns('challenge', 'concentration after incubation with the organism'),
  ...comparedColumns(
    {
      name: 'delta',
      unit: 'unit',
      what: 'the difference',
      meaning: 'challenge minus baseline; may be negative; NA when either is only known as a bound',
    },
    ({ response }) => response.delta,
  ),
  ...comparedColumns(
    { name: 'fold', what: 'the fold', meaning: 'challenge over baseline; NA as in delta' },
    ({ response }) => response.fold,
  ),
  ...comparedColumns(
    {
      name: 'log2_fold',
      what: 'the log2 fold',
      meaning: 'logarithm of the fold to base 2; NA as in delta',
    },
    ({ response }) => response.log2Fold,
  ),
  textColumn(
    'state',
    'what the response is worth: ok; baseline_censored, challenge_censored or both_censored ' +
      '(only limits are known); not_known (a side has no result, or both are out of range the ' +
      'same way)',
    ({ response }) => response.state,
  ),
  textColumn(
    'responder',
    'does the specimen respond: yes, no or not_known. Yes when the difference exceeds its own ' +
      'error by the one-sided confidence of the assay; of limits only what they decide',
    ({ response }) => response.responder,
  ),
  yesNoColumn(
    'replicated',
    'yes when both sides rest on two wells or more',
    ({ response }) => response.isReplicated,
  ),
  textColumn('unit', 'of every concentration and difference in the row', ({ plate }) => plate.unit),
  textColumn('analyte', 'what the kit measures', ({ plate }) => plate.analyte),
  textColumn(
    'flags',
    'rules of the quality findings on the wells of either side or on the plate as a whole, and ' +
      'of all that block, with | between them; empty when nothing was found',
    ({ flags }) => flags.join('|'),
  ),
  yesNoColumn(
    'blocked',
    'yes when a finding on the plate says that a person must look before its results are used',
    (row) => row.isBlocked,
  ),
  textColumn(
    'verdict',
    'accepted when a reviewer signed for the analysis, empty while nobody has, lapsed when ' +
      'somebody signed for an earlier analysis of the plate and this one is to be reviewed ' +
      'again; rejected analyses are in no row',
    ({ plate }) => plate.verdict ?? (plate.isLapsed ? 'lapsed' : ''),
  ),
  textColumn('plate', 'the plate the row was measured on', ({ plate }) => plate.plate),
  textColumn('analysis', "the analysis' id, PLATE/VERSION", ({ plate }) => plate.analysisId),
  {
    name: 'read_at',
    type: 'time',
    unit: '',
    meaning: 'when the last byte of the read came, ISO 8601 with offset from UTC',
    cell: ({ plate }) => plate.readAt,
  },
  textColumn('assay', "the assay's id", ({ plate }) => plate.assayId),
  textColumn('kit_lot', 'as the run sheet says', ({ plate }) => plate.kitLot),
  textColumn(
    'code_version',
    'the version of assayd that computed it',
    ({ plate }) => plate.codeVersion,
  ),
  textColumn(
    'other_plates',
    'other plates on which the same was measured, the newest first, with | between them',
    ({ otherPlates }) => otherPlates.join('|'),
  ),
]

function substitutedColumn(side: 'baseline' | 'challenge', by: Substitution): StudyColumn {
  return yesNoColumn(
    `${side}_substituted`,
    `yes when the ${side} was below the range and ${side}_upper${by.slice(3)} stands in its ` +
      'place; delta, fold and log2 fold follow from that number and have no standard error',
    ({ substituted }) => substituted?.[side] ?? false,
  )
}

/**
 * The columns of a study in their order; two more when concentrations were substituted, and more
 * when plates were brought to one scale.
 */
export function studyColumns({
  substitution,
  adjustment,
}: Pick<Study, 'substitution' | 'adjustment'>): readonly StudyColumn[] {
  return [
    ...COLUMNS,
    ...(substitution === null
      ? []
      : [
          substitutedColumn('baseline', substitution),
          substitutedColumn('challenge', substitution),
        ]),
    ...(adjustment === null ? [] : ADJUSTED_COLUMNS),
  ]
}
