import { plural } from '../text.ts';
import { item, recordedIf, type Item } from './item.ts';
import { changesWithin, peopleAtEnd, peopleChanges } from './people-in-time.ts';
import { graded, seqsOf, together } from './view.ts';

export const access: Item = (view) => {
  const refused = view.shown('access.refused', 'event');
  const denied = view.shown('tool.denied', 'event');
  const changes = changesWithin(view);
  const given = changes.filter(({ what }) => ['founded', 'new', 'return'].includes(what));
  const agreed = given.filter(({ proposedBy, by }) => proposedBy !== undefined && proposedBy !== by);
  const taken = changes.filter(({ what }) => what === 'removed' || what === 'role');
  const standing = peopleAtEnd(view);
  return item('164.312(a)(1)', 'Access only for persons and programs granted rights', [
    graded(
      'Every act is held against a table of roles before it is done; the access register prints that table.',
      refused.count > 0 ? 'enforced' : 'asserted',
      refused,
    ),
    graded(
      `${plural(refused.count, 'request')} of people and ${plural(denied.count, 'call')} of agents were refused, each with its reason.`,
      recordedIf(together(refused, denied)),
      together(refused, denied),
    ),
    graded(
      given.length === 0
        ? 'Nobody was given access in the period.'
        : `${plural(given.length, 'person', 'people')} were given access, ${agreed.length} of them proposed by one person and agreed to by another; the level stands with each.`,
      given.length > 0 ? 'recorded' : 'unknown',
      given.map(({ seq }) => seq),
    ),
    graded(
      taken.length === 0
        ? 'Nobody’s access was taken or changed in the period.'
        : `The access of ${plural(taken.length, 'person', 'people')} was taken or changed.`,
      taken.length > 0 ? 'recorded' : 'unknown',
      taken.map(({ seq }) => seq),
    ),
    graded(
      `${plural(standing.filter(({ role }) => role !== 'viewer').length, 'person', 'people')} held a privileged role when the period ended.`,
      standing.length > 0 ? 'recorded' : 'unknown',
      standing.map(({ sinceSeq }) => sinceSeq),
    ),
  ]);
};

export const uniqueIds: Item = (view) => {
  const known = new Set<string>(view.input.people.map(({ id }) => id));
  const strangers = view.facts.people.filter(({ id }) => id !== 'application' && !known.has(id));
  const first = peopleChanges(view).filter(({ what }) => what === 'founded' || what === 'new');
  const given = first.map(({ person }) => person);
  const twice = given.length - new Set(given).size;
  return item('164.312(a)(2)(i)', 'Unique user identification', [
    graded(
      twice === 0
        ? `${plural(given.length, 'id')} were ever given out, none of them twice.`
        : `${plural(twice, 'id')} were given out more than once.`,
      twice === 0 && given.length > 0 ? 'recorded' : 'unknown',
      first.map(({ seq }) => seq),
    ),
    graded(
      strangers.length === 0
        ? 'Every entry of the period names a person of this workspace or the application itself.'
        : `${plural(strangers.length, 'id')} acted in the period that no person of this workspace has today.`,
      strangers.length === 0 && view.facts.entries > 0 ? 'recorded' : 'unknown',
    ),
  ]);
};

export const emergency: Item = (view) => {
  const began = view.within('emergency.began', 'event');
  const drills = view.within('emergency.drilled', 'event');
  const ended = new Set(view.ever('emergency.ended', 'event').map(({ body }) => body.began));
  const reviewed = new Set(view.ever('emergency.reviewed', 'event').map(({ body }) => body.began));
  const open = began.filter(({ entry }) => !ended.has(entry.seq)).length;
  const unreviewed = began.filter(({ entry }) => !reviewed.has(entry.seq)).length;
  return item('164.312(a)(2)(ii)', 'Emergency access procedure', [
    graded(
      began.length === 0
        ? 'Emergency access was not used in the period, so the period shows nothing about how it works.'
        : `Used ${plural(began.length, 'time')}; ${open} not ended, ${unreviewed} not reviewed by another person.`,
      began.length === 0 ? 'unknown' : 'recorded',
      seqsOf(began),
    ),
    graded(
      drills.length === 0
        ? 'No drill of the way is recorded in the period.'
        : `The way was drilled ${plural(drills.length, 'time')}, opening nothing; the papers were good ${plural(drills.filter(({ body }) => body.good).length, 'time')}, and the log of the system took the line ${plural(drills.filter(({ body }) => body.taken).length, 'time')}.`,
      drills.length === 0 ? 'unknown' : 'recorded',
      seqsOf(drills),
    ),
  ]);
};

export const logoff: Item = (view) => {
  const locked = view.shown('auth.locked', 'event');
  return item(
    '164.312(a)(2)(iii)',
    'Automatic logoff',
    [
      graded(
        locked.count === 0
          ? 'No lock of the workspace in the period. The live setting is not part of the journal.'
          : `The workspace was locked ${plural(locked.count, 'time')}; the reason stands in each entry.`,
        recordedIf(locked),
        locked,
      ),
    ],
    true,
  );
};

export const authentication: Item = (view) => {
  const signedIn = view.shown('auth.signed_in', 'event');
  const attested = seqsOf(view.doneWithin('attestation.sign'));
  const signatures = together(
    { count: attested.length, seqs: attested },
    ...(['approval.answered', 'denials.review_signed', 'policy.activated'] as const).map((kind) =>
      view.shown(kind, 'event'),
    ),
  );
  return item('164.312(d)', 'Person or entity authentication', [
    graded(
      `${plural(signedIn.count, 'sign-in')} with a password of one’s own.`,
      recordedIf(signedIn),
      signedIn,
    ),
    graded(
      `${plural(signatures.count, 'signature')} for which the password was asked again.`,
      recordedIf(signatures),
      signatures,
    ),
    graded(
      'Agents are programs of the application and act for a person, who is named in each of their entries.',
      view.shown('tool.decided', 'event').count > 0 ? 'recorded' : 'asserted',
      view.shown('tool.decided', 'event'),
    ),
  ]);
};

export const loginMonitoring: Item = (view) => {
  const done = view.shown('auth.signed_in', 'event');
  const failed = view.shown('auth.sign_in_failed', 'event');
  return item(
    '164.308(a)(5)(ii)(C)',
    'Log-in monitoring',
    [
      graded(
        `${plural(done.count, 'sign-in')} and ${plural(failed.count, 'failed attempt')} recorded, also those before the workspace was open.`,
        recordedIf(together(done, failed)),
        together(failed, done),
      ),
    ],
    true,
  );
};
