export { ForwardTime, wasSetBack } from './forward-time.ts';
export {
  EMERGENCY_KINDS,
  latestMs,
  mustEscalate,
  projectEmergencies,
  requireMayReview,
  TIME_KINDS,
  type EmergencyUseOnFile,
} from './uses.ts';
