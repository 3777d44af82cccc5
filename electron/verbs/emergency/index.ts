export { EmergencyRoom, type EmergencyPorts } from './room.ts';
export { emergencyStanding } from './standing.ts';
export { emergencyVerbs } from './verbs.ts';
