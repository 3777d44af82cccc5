import { randomUUID } from 'node:crypto';
import type { ReportId } from '../../shared/domain/index.ts';
import type { AnyReport } from '../../shared/formats/period-report.ts';
import { contextOf } from './actor.ts';
import type { Content } from './content.ts';
import type { Desk } from './desk/desk.ts';
import type { Caller, Handlers } from './dispatch.ts';
import { previewPeriod } from './period-reports.ts';
import { makingReport, type ReportMaking, type ReportPorts } from './report-basis.ts';
import { previewRun } from './run-reports.ts';

/** Reports as data for those who set them themselves: read from the journal, never stored or signed. */
export function reportModelVerbs(
  desk: Desk<Content>,
  ports: ReportPorts,
): Pick<Handlers, 'reports.readModel' | 'reports.readPeriodModel'> {
  const reading = async (
    caller: Caller,
    read: (making: ReportMaking, report: ReportId) => Promise<AnyReport>,
  ): Promise<Record<string, unknown> & AnyReport> => {
    await desk.journal.event('journal.viewed', { what: 'report' }, contextOf(caller));
    return { ...(await read(makingReport(ports, caller.signal), randomUUID() as ReportId)) };
  };
  return {
    'reports.readModel': (request, caller) =>
      reading(caller, (making, report) => previewRun(desk, making, { ...request, report }, caller)),

    'reports.readPeriodModel': (request, caller) =>
      reading(caller, (making, report) => previewPeriod(desk, making, { ...request, report }, caller)),
  };
}
