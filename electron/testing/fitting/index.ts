export { fittingArguments } from './fitting.ts';
