import type { Role } from '../../../shared/domain/index.ts';
import type { PersonView, SessionView } from '../../../shared/ipc/index.ts';
import type { Session, SignedIn } from '../../governance/index.ts';
import {
  nameOfCustody,
  readKeyFileView,
  type EmergencyUse,
  type KeyFileView,
  type RecoveryRecord,
} from '../../keys/index.ts';
import { requireWorkspace, workspacePaths } from '../../operations/index.ts';
import type { DeskSettings, OpenContent } from './settings.ts';

/** What a window shows of the workspace and who is in front of it, read anew from its files. */
export async function statusOf(
  { folder, host, logoff, secondFactorRoles, clock, provider }: DeskSettings<OpenContent>,
  session: Session | undefined,
): Promise<SessionView> {
  const { id } = await requireWorkspace(folder, host.kind);
  const view = await readKeyFileView(workspacePaths(folder).keyFile);
  const { failedBefore, service, admitted } = session ?? {};
  const person = personOf(session);
  const hospital = provider();
  return {
    state: session === undefined ? 'signed_out' : 'signed_in',
    host,
    workspace: { id, folder },
    people: [...view.people],
    ...(view.recovery && { recovery: sheetsInShort(view.recovery) }),
    ...(view.emergency?.use && { emergency: emergencyInShort(view.emergency.use, view) }),
    ...(view.custody && { custody: { kind: view.custody.kind, name: nameOfCustody(view.custody) } }),
    ...(logoff && { logoff }),
    ...(hospital && { provider: hospital }),
    ...(admitted?.mustLink === true &&
      !view.accounts.some((each) => each.person === person?.id) && { mustLink: true }),
    ...(admitted?.narrowedFrom && { narrowedFrom: admitted.narrowedFrom }),
    others: [...view.proposals.map((each) => each.person), ...view.former].filter(
      (other) => !view.people.some((each) => each.id === other.id),
    ),
    ...(person && { person }),
    ...(service && { service: { id: service.id, generation: service.generation } }),
    ...(session?.deputy && { deputyUntilMs: session.deputy.untilMs }),
    deputies: view.deputies.filter(({ untilMs }) => clock.wallMs() < untilMs),
    ...(failedBefore && { failedBefore }),
    ...(person && mustEnrol(person, view, secondFactorRoles) && { mustEnrol: true }),
  };
}

/** The same workspace with nobody in front of it. */
export function signedOut(status: SessionView): SessionView {
  const gone = {
    ...{ person: undefined, service: undefined, deputyUntilMs: undefined },
    ...{ failedBefore: undefined, mustEnrol: undefined },
    ...{ mustLink: undefined, narrowedFrom: undefined },
    ...{ purpose: undefined, olderKeyFile: undefined },
  };
  return { ...status, ...gone, state: 'signed_out' };
}

/** Who is here, as the journal names them: a person or a service key. */
export function actingIn(status: SessionView): Pick<SignedIn, 'id' | 'role'> | undefined {
  const { person, service } = status;
  return service === undefined ? person : { id: service.id, role: 'service' };
}

function personOf(session: Session | undefined): PersonView | undefined {
  if (session === undefined || session.person.role === 'service') return undefined;
  const { id, name, role } = session.person;
  return { id, name, role };
}

function mustEnrol(
  { id, role }: PersonView,
  { secondFactors }: KeyFileView,
  wantedOf: readonly Role[],
): boolean {
  return wantedOf.includes(role) && !secondFactors.some((each) => each.id === id);
}

/** The alarm that stands over the sign-in screen and every other, until the use was reviewed. */
function emergencyInShort(use: EmergencyUse, view: KeyFileView): NonNullable<SessionView['emergency']> {
  const { began, beganAtMs, endsAtMs, endedAtMs, seenAtMs } = use;
  const person = [...view.people, ...view.former].find(({ id }) => id === use.person)?.name ?? 'somebody';
  return {
    ...{ began, person, beganAtMs, endsAtMs, seen: seenAtMs !== undefined },
    ...(endedAtMs !== undefined && { endedAtMs }),
  };
}

/** What the sign-in screen needs to know of the sealed sheets. */
function sheetsInShort({ set, threshold, sheets }: RecoveryRecord): NonNullable<SessionView['recovery']> {
  return { set, threshold, count: sheets.length };
}
