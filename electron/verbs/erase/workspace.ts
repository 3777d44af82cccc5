import { Problem } from '../../../shared/domain/index.ts';
import { sha256Hex, writeFileAtomic } from '../../core/index.ts';
import { eraseWorkspace } from '../../operations/index.ts';
import { contextOf } from '../actor.ts';
import type { Content } from '../content.ts';
import type { Desk } from '../desk/desk.ts';
import type { Handlers } from '../dispatch.ts';
import { nameOf } from '../people.ts';
import { redactTyped } from '../typed-text.ts';
import { sayingWhose } from '../whose-password.ts';
import { backupsSince, placeOfCertificate, type ErasePorts } from './certify.ts';
import { requireEnded } from './require-ended.ts';

/** The end of a workspace: compliance and an administrator together destroy every key of it. */
export function eraseWorkspaceVerbs(
  desk: Desk<Content>,
  ports: ErasePorts,
): Pick<Handlers, 'workspace.erase'> {
  return {
    'workspace.erase': async ({ reason, password, agreedBy, agreedPassword, agreedCode }, caller) => {
      await sayingWhose(caller.person?.name ?? '', () => desk.confirmPassword(password));
      const second = await sayingWhose(nameOf(desk.everyone, agreedBy), () =>
        desk.confirmSecond(agreedBy, agreedPassword, agreedCode),
      );
      if (second.role !== 'admin')
        throw new Problem(
          'not_allowed',
          'the person who agrees has to be an administrator',
          'Who answers for the data and who runs the machine end a workspace together.',
        );
      await requireQuiet(desk);
      const { journal, place } = desk;
      const context = contextOf(caller);
      const outgoing = await placeOfCertificate(ports, place.workspaceId.slice(0, 8), context);
      if (outgoing === undefined) return null;
      const why = await redactTyped(desk, reason);
      const backups = await backupsSince(desk, 0);
      const rootSha256 = sha256Hex(desk.metadata.reportRootDer);
      const known = { people: desk.status.people.length, workspaceId: place.workspaceId };
      await journal.intent('workspace.erase', { reason: why, agreedBy }, context);
      const { size, root } = await journal.checkpoint('exit');
      // The transfer service writes under the journal; this journal is what was erased.
      const certify = async (): Promise<string> => {
        const pdf = await ports.renderer.paper({
          ...{ kind: 'erase', workspaceId: known.workspaceId, madeAtMs: ports.wallMs() },
          erased: { what: 'workspace', people: known.people, journal: { size, root } },
          ...{ erasedBy: caller.person?.name ?? '', role: context.actor.role, reason: why },
          ...{ witness: { name: second.name, role: second.role }, backups, rootSha256 },
        });
        await writeFileAtomic(outgoing.file, pdf);
        return sha256Hex(pdf);
      };
      const certified = Promise.withResolvers<string>();
      await desk.end(
        async () => {
          await eraseWorkspace(place.paths.folder);
          // The window hears of the end when the certificate stands; one that cannot be written undoes nothing.
          certified.resolve(certify());
          await certified.promise.catch(() => undefined);
        },
        { certificate: outgoing.file },
      );
      return { file: outgoing.file, sha256: await certified.promise, backups };
    },
  };
}

async function requireQuiet(desk: Desk<Content>): Promise<void> {
  const starts = await desk.journal.read.ofKinds(['run.started']);
  await requireEnded(
    desk,
    starts.flatMap(({ entry: { run } }) => (run === undefined ? [] : [run])),
  );
}
