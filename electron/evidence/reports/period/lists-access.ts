import { CONTENT_ROLES, PRINCIPALS, type Role } from '../../../../shared/domain/index.ts';
import type { ReportList } from '../../../../shared/formats/period-report.ts';
import { changesWithin, peopleAtEnd } from './people-in-time.ts';
import { agentName, column, list, type PeriodView } from './view.ts';

/** The first of the six lists: who may do what. */
export function rightsModel({ input }: PeriodView): ReportList {
  return list(
    {
      id: 'rights_model',
      title: 'Rights model: what each role may do',
      about:
        'Every act that the application offers, with the roles that may ask for it. Each request is held against this table before anything happens; what it refuses is recorded.',
      query: 'every verb of the application’s contract, as built into this version',
      empty: 'The application offers nothing.',
      columns: [
        column('act', 'Act', 'text', 38),
        ...PRINCIPALS.map((role) => column(role, role.charAt(0).toUpperCase() + role.slice(1), 'state', 10)),
      ],
    },
    input.rights.map(({ doing, roles }) => [
      roles === 'anyone' ? `${doing} (nobody has to be signed in)` : doing,
      ...PRINCIPALS.map((role) => (roles === 'anyone' || roles.includes(role) ? 'yes' : null)),
    ]),
  );
}

/** New users, with who let them in and at what level. */
export function newUsers(view: PeriodView): ReportList {
  const added = changesWithin(view).filter(({ what }) => ['founded', 'new', 'return'].includes(what));
  return list(
    {
      id: 'new_users',
      title: 'New users, with approval and level',
      about:
        'People who were given access in the period. One person proposes and another agrees; content keys come from somebody who holds them. The people a workspace begins with are made with it.',
      query: 'entries workspace.created, and person.changed (new, return) that were done, in the period',
      empty: 'Nobody was given access in the period.',
      columns: [
        column('person', 'Person', 'person', 20),
        column('role', 'Level', 'state', 12),
        column('content', 'Content keys', 'state', 11),
        column('proposed', 'Proposed by', 'person', 19),
        column('agreed', 'Agreed by', 'person', 19),
        column('at', 'When', 'time', 20),
        column('entry', 'Entry', 'entry', 9),
      ],
    },
    added.map(({ person, role, contentKeys, proposedBy, by, wallMs, seq, what }) => [
      ...[view.nameOf(person), role, (contentKeys ?? CONTENT_ROLES.includes(role)) ? 'yes' : 'no'],
      proposedBy === undefined ? null : view.nameOf(proposedBy),
      what === 'founded' ? 'made with the workspace' : view.nameOf(by),
      ...[wallMs, seq],
    ]),
  );
}

const WHY_PRIVILEGED: Readonly<Partial<Record<Role, string>>> = {
  admin: 'runs the machine, people and policies; holds no content key',
  compliance: 'holds content keys; reviews, approves, issues reports',
  operator: 'holds content keys; imports, runs and exports',
};

export function privilegedUsers(view: PeriodView): ReportList {
  const privileged = peopleAtEnd(view).filter(({ role }) => WHY_PRIVILEGED[role] !== undefined);
  return list(
    {
      id: 'privileged_users',
      title: 'Privileged users',
      about:
        'People who, when the period ended, could change what others may do, or could read content. A viewer is neither.',
      query:
        'people by the newest of workspace.created, person.changed and person.removed before the end of the period; roles admin, compliance and operator',
      empty: 'Nobody holds such a role.',
      columns: [
        column('person', 'Person', 'person', 22),
        column('role', 'Role', 'state', 12),
        column('why', 'What makes it privileged', 'text', 36),
        column('since', 'Since', 'time', 20),
        column('entry', 'Entry', 'entry', 10),
      ],
    },
    privileged.map(({ id, role, sinceMs, sinceSeq }) => [
      ...[view.nameOf(id), role, WHY_PRIVILEGED[role] ?? '-'],
      ...[sinceMs, sinceSeq],
    ]),
  );
}

export function accessReviews(view: PeriodView): ReportList {
  return list(
    {
      id: 'access_reviews',
      title: 'Periodic reviews of access',
      about:
        'Reviews of what was refused and of access in emergencies, which the journal records with their signers. A review of who holds which right is not recorded by this version as such; a gap says so.',
      query: 'entries denials.review_signed and emergency.reviewed in the period',
      empty: 'No review is recorded in the period.',
      columns: [
        column('what', 'Review', 'text', 36),
        column('by', 'By', 'person', 22),
        column('outcome', 'Outcome or meaning', 'state', 18),
        column('at', 'When', 'time', 22),
        column('entry', 'Entry', 'entry', 10),
      ],
    },
    [
      ...view.within('denials.review_signed', 'event').map(({ entry, body }) => ({
        entry,
        what: `denials of entries #${body.fromSeq} to #${body.throughSeq}, signed`,
        outcome: body.meaning,
      })),
      ...view.within('emergency.reviewed', 'event').map(({ entry, body }) => ({
        entry,
        what: `emergency access that began with entry #${body.began}`,
        outcome: body.judgement,
      })),
    ]
      .sort((a, b) => a.entry.seq - b.entry.seq)
      .map(({ entry, what, outcome }) => [
        ...[what, view.nameOf(entry.actor.id), outcome],
        ...[entry.wallMs, entry.seq],
      ]),
  );
}

/** Terminations and transfers, with the removal of access. */
export function leavers(view: PeriodView): ReportList {
  const later = new Map(view.facts.people.map((person) => [person.id, person.lastMs]));
  return list(
    {
      id: 'leavers',
      title: 'Terminations and transfers, with removal of access',
      about:
        'People whose access was taken or changed in the period. The last column says whether the journal shows them acting after that moment.',
      query: 'entries person.removed and person.changed (role) that were done, in the period',
      empty: 'Nobody left or changed role in the period.',
      columns: [
        column('person', 'Person', 'person', 22),
        column('what', 'Change', 'text', 18),
        column('why', 'Why', 'text', 20),
        column('by', 'By', 'person', 18),
        column('at', 'When', 'time', 20),
        column('acted', 'Acted later', 'state', 12),
        column('entry', 'Entry', 'entry', 10),
      ],
    },
    changesWithin(view)
      .filter(({ what }) => what === 'removed' || what === 'role')
      .map(({ person, what, role, by, wallMs, seq, reason }) => [
        view.nameOf(person),
        what === 'role' ? `now ${role}` : `removed; was ${role}`,
        reason === undefined ? null : view.guard.person(reason),
        ...[view.nameOf(by), wallMs],
        (later.get(person) ?? 0) > wallMs ? 'yes' : 'no',
        seq,
      ]),
  );
}

/** Who touched which dataset and which model, when, and why. */
export function touches(view: PeriodView, what: 'dataset' | 'model'): ReportList {
  const found = view.facts.touches.filter((touch) => touch.what === what);
  const named = what === 'dataset' ? 'Datasets' : 'Models';
  return list(
    {
      id: `${what}_touches`,
      title: `${named}: who touched them, when and why`,
      about:
        what === 'dataset'
          ? 'One row for each person, agent, act and purpose. Why is the purpose of the run that it was done in, or what a compliance officer stated before they looked; an operator who looks by hand is not asked for one.'
          : 'One row for each person, agent and act. A model is named by the SHA-256 of its file.',
      query:
        what === 'dataset'
          ? 'intents and events dataset.*, tool.call and redaction.* in the period, by actor, agent, dataset and purpose'
          : 'intents and events model.* in the period, by actor, agent, model and purpose',
      empty:
        what === 'dataset' ? 'No dataset was touched in the period.' : 'No model was touched in the period.',
      columns: [
        what === 'dataset'
          ? column('dataset', 'Dataset', 'text', 20)
          : column('model', 'Model', 'sha256', 26),
        column('person', 'Person', 'person', 17),
        column('agent', 'Agent', 'code', 15),
        column('act', 'Act', 'state', 15),
        column('why', 'Why', 'text', 13),
        column('times', 'Times', 'count', 9),
        column('first', 'First', 'time', 17),
        column('last', 'Last', 'time', 17),
        column('entries', 'Entries', 'entries', 16),
      ],
    },
    found
      .toSorted((a, b) => (a.object === b.object ? a.firstSeq - b.firstSeq : a.object < b.object ? -1 : 1))
      .map((touch) => [
        what === 'dataset' ? `${view.tableOf(touch.object)} (${touch.object.slice(0, 8)})` : touch.object,
        view.nameOf(touch.person),
        agentName(touch.agent),
        touch.act,
        touch.purpose === undefined ? 'not asked' : view.guard.code(touch.purpose),
        ...[touch.count, touch.firstMs, touch.lastMs],
        touch.lastSeq === touch.firstSeq ? [touch.firstSeq] : [touch.firstSeq, touch.lastSeq],
      ]),
    found.length,
  );
}
