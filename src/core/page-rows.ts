/** So many rows of a list at most in one answer of the API. */
export const PAGE_ROWS_MAX = 500
