/**
 * What a signature under an analysis means, in the words that are shown to whoever signs and that
 * are kept with it (21 CFR 11.50). Earlier signatures keep the words of their time.
 */
export const MEANINGS = {
  accepted: 'I have reviewed this analysis and accept its results.',
  rejected: 'I have reviewed this analysis; its results must not be used.',
} as const
