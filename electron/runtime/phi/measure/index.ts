export { makeIdentity, TEXT_CLASSES, type TextClass } from './identities.ts';
export {
  measureRecall,
  type ClassFigure,
  type MeasurePorts,
  type MeasureRequest,
  type MeasureResult,
  type Miss,
} from './measure.ts';
export { wilson } from './interval.ts';
