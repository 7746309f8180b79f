import type { Document } from 'yaml'

/** One step of the form of configuration files. A step that was ever released is never changed. */
export interface FormStep {
  /** Changes one file, named from the folder of `assayd.yaml`; comments stay where they are. */
  readonly change: (name: string, document: Document) => void
}

/** Every step, in order: the first brings form 1 to form 2. */
export const FORM_STEPS: readonly FormStep[] = []

/** The form that this program reads. A configuration without a number has form 1. */
export const NEWEST_FORM = FORM_STEPS.length + 1

/** Why this program does not read files of that form; null when it does. */
export function formMistake(form: number): string | null {
  if (form === NEWEST_FORM) return null
  const what = `'${form}' is ${form > NEWEST_FORM ? 'newer' : 'older'} than this program reads`
  const how = form > NEWEST_FORM ? 'a newer assayd' : '`assayd config migrate`'
  return `${what}, expected ${NEWEST_FORM}: use ${how}`
}
