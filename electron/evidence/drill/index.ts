export { ATTACKS } from './attacks.ts';
export {
  rowOf,
  runDemoDrill,
  runDrill,
  type DrillPorts,
  type DrillResult,
  type DrillRow,
  type DrillVerdict,
} from './drill.ts';
