import { systemClock, tellSystemLog } from './core/index.ts';
import { EmergencyRoom, type ApplicationSettings, type Content, type Desk } from './verbs/index.ts';

/** Emergency access of this workstation, with its clock, its timer and the log of its system. */
export function openEmergency(
  deskOf: () => Desk<Content>,
  { notify }: Pick<ApplicationSettings, 'notify'>,
): EmergencyRoom {
  return new EmergencyRoom(deskOf, {
    ...{ clock: systemClock, notify, tellSystem: (line) => tellSystemLog(line) },
    later: (act, ms) => {
      const timer = setTimeout(act, ms);
      timer.unref();
      return () => {
        clearTimeout(timer);
      };
    },
  });
}
