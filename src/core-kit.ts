/**
 * The core on its own: `import { fitCurve, invert } from 'assayd/core'`. Pure functions over plain
 * values, without files, time or streams. Concentrations are in the unit of the standards, ODs are
 * dimensionless, dilutions are "one part in so many". Sources stand beside each function.
 */
export { analyse } from './core/analyse/analyse.ts'
export { boundedDelta, boundedFold, boundedLog2 } from './core/analyse/censoring.ts'
export { bindPlate } from './core/binding.ts'
export { fitCurve } from './core/curve/fit-curve.ts'
export { invert } from './core/curve/invert.ts'
export { AssaydError } from './core/errors.ts'
export { expandLayouts } from './core/layout/expand-layouts.ts'
export { layoutPicture } from './core/layout/picture.ts'
export { printedBy, PROFILES } from './core/profiles.ts'
export { cvPercent, mean, sampleSd } from './core/stats/moments.ts'
export { studentTQuantile } from './core/stats/student-t.ts'
export { indexFromWell, rowColumnFromWell, shapeOf, wellsOf } from './core/well.ts'
export type { Analysis, Curve, Flag, Response, SampleResult, WellResult } from './core/analysis.ts'
export type { PlateInputs } from './core/analyse/map-wells.ts'
export type { Assay, CurveChoice } from './core/assay.ts'
export type { CurvePoint } from './core/curve/fit-curve.ts'
export type { Inverse } from './core/curve/invert.ts'
export type { Layout, LayoutWell } from './core/layout/layout.ts'
export type { PlateRead, WellValue } from './core/plate-read.ts'
export type { QualityRule } from './core/quality/rule.ts'
export type { Concentration, ResultState } from './core/result.ts'
export type { RunSheet } from './core/run-sheet.ts'
