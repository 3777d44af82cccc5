import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Problem, type ReportId } from '../../../shared/domain/index.ts';
import { EVENTS } from '../../../shared/formats/index.ts';
import { writeFileAtomic, type Clock } from '../../core/index.ts';
import { countersignReport, type ReportRenderer } from '../../evidence/index.ts';
import { contextOf } from '../actor.ts';
import type { Transfers } from '../../operations/index.ts';
import type { Content } from '../content.ts';
import type { Desk } from '../desk/desk.ts';
import type { Handlers } from '../dispatch.ts';
import { recordedAct } from '../recorded.ts';
import { newestReport, signedFile } from '../report-files.ts';
import { reportSigner } from './identity.ts';

/** Further signatures behind issued reports: a reviewer, an approver. The issued file stays as it is. */
export function countersignVerbs(
  desk: Desk<Content>,
  ports: {
    readonly renderer: ReportRenderer;
    readonly clock: Clock;
    readonly transfers: Transfers;
  },
): Pick<Handlers, 'signing.countersign'> {
  return {
    'signing.countersign': async ({ report, password, meaning, pin }, caller) => {
      await desk.confirmPassword(password);
      const { person } = caller;
      if (person === undefined) throw new Problem('not_signed_in', 'nobody is signed in', 'Sign in first.');
      await requireNotSigned(desk, report, person.id);
      const { signer, view } = await reportSigner(desk, pin);
      const { reports } = desk.place.paths;
      const before = await newestReport(reports, report);
      const signed = await recordedAct(
        desk.journal,
        'report.countersign',
        { report, meaning },
        contextOf(caller),
        async () => {
          const words = { name: person.name, role: person.role, meaning, atMs: ports.clock.wallMs() };
          const made = await countersignReport(before.pdf, ports.renderer, signer, words);
          const file = join(reports, signedFile(report, before.signatures + 1));
          await mkdir(dirname(file), { recursive: true });
          await writeFileAtomic(file, made.pdf);
          return { ...made, file };
        },
        ({ sha256, sizeBytes }) => ({
          ok: true as const,
          sha256,
          sizeBytes,
          certificateSha256: view.certificateSha256,
        }),
      );
      const suggestedName = `audit-report-${report.slice(0, 8)}-signed.pdf`;
      const wanted = { what: 'report', suggestedName, title: 'Save the signed report' } as const;
      const place = await ports.transfers.place(wanted, contextOf(caller));
      await place?.send(signed.pdf, contextOf(caller));
      const { sha256, sizeBytes, file } = signed;
      return { report, sha256, sizeBytes, file: place?.file ?? file };
    },
  };
}

/** Nobody signs twice, and the one who issued a report is its first signer. @throws Problem `not_allowed`, `not_found` */
async function requireNotSigned(desk: Desk<Content>, report: ReportId, person: string): Promise<void> {
  const entries = (await desk.journal.read.ofKinds(['report.issue', 'report.countersign'])).map(
    ({ entry }) => entry,
  );
  const intents = entries.filter(({ phase, body }) => phase === 'intent' && body.report === report);
  const done = intents.filter(({ seq }) =>
    entries.some(({ intent, body, kind }) => {
      if (intent !== seq) return false;
      return kind === 'report.issue'
        ? EVENTS['report.issue'].outcome.parse(body).ok
        : EVENTS['report.countersign'].outcome.parse(body).ok;
    }),
  );
  if (!done.some(({ kind }) => kind === 'report.issue'))
    throw new Problem('not_found', 'there is no such report', 'List the reports again.');
  if (done.some(({ actor }) => actor.id === person))
    throw new Problem(
      'not_allowed',
      'you have signed this report already',
      'A further signature is another person’s.',
    );
}
