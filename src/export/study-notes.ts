import type { AdjustmentChoice, Study, Substitution } from '../core/study/study.ts'
import type { TextDialect } from '../core/text-dialect.ts'

/** How R reads the file in this dialect. */
function readCall({ separator, decimal }: TextDialect): string {
  const dialect = `sep = "${separator}", dec = "${decimal}"`
  return `read.csv("study_responses.csv", ${dialect}, fileEncoding = "UTF-8")`
}

function substitutionNotes(substitution: Substitution | null): readonly string[] {
  if (substitution === null) return []
  const divisor = substitution === 'lod/2' ? '2' : 'the square root of 2'
  return [
    'SUBSTITUTED NUMBERS',
    '',
    `This export was made with --substitute ${substitution}. A concentration below the range is`,
    `written as its upper limit divided by ${divisor}.`,
    'That limit is what the plate can quantify, the lower limit of quantification times the',
    'dilution, not a limit of detection determined by itself. baseline_substituted and',
    'challenge_substituted say where this was done; delta, fold and log2_fold follow from those',
    'numbers and have no standard error. States and limits are as they were, so that the Tobit',
    'model below still uses only what was measured, while the Cox model uses the numbers. What is',
    'above the range are never substituted.',
    '',
  ]
}

const WAYS: Readonly<Record<AdjustmentChoice['kind'], readonly string[]>> = {
  'bridging-control': [
    "multiplied by the control's concentration on the reference plate over that on its own plate.",
    'It assumes that what makes the control read low makes specimens read low by the same share.',
  ],
  'curve-shift': [
    'multiplied by exp(-S). S is how far the standard curve of its kit lot lies from that of the',
    'reference plate on ln concentration, all curves sharing one shape (after ELISAtools, bioRxiv',
    '483800). It assumes that lots differ in how true their standards are, and in nothing else.',
  ],
}

function adjustmentNotes(adjustment: AdjustmentChoice | null): readonly string[] {
  if (adjustment === null) return []
  const { kind, control, reference } = adjustment
  const how = kind === 'curve-shift' ? kind : `${kind}=${control}`
  const to = reference === null ? '' : ` --adjust-reference ${reference}`
  return [
    'ADJUSTED NUMBERS',
    '',
    `This export was made with --adjust ${how}${to}.`,
    'The columns adjusted_... stand beside the others, which are as measured. A concentration is',
    ...WAYS[kind],
    'Fold and log2_fold are the same before and after: both sides are of one plate. Report both',
    'and say which. study_adjustments.csv has a line a plate: factor, shift (its negative',
    'logarithm), the standard error of the shift, and what it was made of. That error is common',
    'to all rows of the plate and is not in adjusted_baseline_se and the like.',
    '',
  ]
}

const WHAT = `STUDY EXPORT OF ASSAYD

study_responses.csv   one row a specimen and organism, over all plates and visits
study_dictionary.csv  what each column means, with type and unit

Absent numbers are NA, absent texts are empty. A specimen measured on several plates has one row:
of the newest plate on which the response is known (state ok) and that has no blocking finding,
otherwise of the newest plate. Values of several plates are never averaged; other_plates names the
rest. Another analyte, unit or kind of baseline is another quantity and has rows of its own.

CENSORING

A concentration outside the range of its plate is not a number but an interval, and so are the
difference and the fold made from it. Each has two limits: what is certain. They are equal when
nothing is censored; NA means unbounded on that side; both are NA when nothing is known. This is
the form that Surv(lower, upper, type = "interval2") of the R package survival takes.

Leaving out the censored rows, or computing with the numbers that stand beside below_lloq and
above_uloq as if they were measured, biases the answer.

Look at blocked and flags first. A blocked plate was held for a person to look at.
`

function tobit(dialect: TextDialect): string {
  return `TOBIT: DOES THE RESPONSE DIFFER BETWEEN VISITS?

Rows of one mother are not independent, hence cluster(mother).

    library(survival)
    responses <- ${readCall(dialect)}
    one <- subset(responses, organism == responses$organism[1] & blocked == "no")
    tobit <- survreg(
      Surv(log2_fold_lower, log2_fold_upper, type = "interval2") ~ visit + cluster(mother),
      data = one, dist = "gaussian")
    print(summary(tobit))
`
}

const COX = `COX: DOES THE RESPONSE PREDICT ILLNESS?

followup.csv is yours: one line a mother with mother, days (followed up) and ill (1 or 0). coxph
takes numbers, not intervals, on its right-hand side; here the response at the first visit. The
least that is honest is to say how many are left out; multiple imputation between the limits is
better.

    followup <- read.csv("followup.csv")
    first <- one[order(one$mother, one$date), ]
    first <- first[!duplicated(first$mother), ]
    cohort <- merge(followup, first, by = "mother")
    cat(sum(is.na(cohort$log2_fold)), "of", nrow(cohort), "mothers have a censored response\\n")
    cox <- coxph(Surv(days, ill) ~ log2_fold, data = cohort)
    print(summary(cox))
`

/** The note beside a study: what censoring means, and how to start in R. Plain text. */
export function studyNotes(
  dialect: TextDialect,
  { substitution, adjustment }: Pick<Study, 'substitution' | 'adjustment'>,
): string {
  const asked = [...substitutionNotes(substitution), ...adjustmentNotes(adjustment)]
  const notes = [WHAT, ...asked, tobit(dialect), COX]
  return notes.join('\n')
}
