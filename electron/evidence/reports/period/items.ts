import type { ProtocolItem } from '../../../../shared/formats/period-report.ts';
import { plural } from '../text.ts';
import type { Shown } from './facts.ts';
import type { JudgedDenial } from './lists-denials.ts';
import { changesWithin, peopleAtEnd, peopleChanges } from './people-in-time.ts';
import { graded, seqsOf, together, type PeriodView } from './view.ts';

/** What items are written from, beside the view. */
export interface ItemFacts {
  readonly judged: readonly JudgedDenial[];
}

type Item = (view: PeriodView, facts: ItemFacts) => ProtocolItem;

function item(
  cite: string,
  title: string,
  statements: ProtocolItem['statements'],
  addressable = false,
): ProtocolItem {
  return { cite, title, addressable, statements };
}

const recordedIf = ({ count }: Shown): 'recorded' | 'unknown' => (count > 0 ? 'recorded' : 'unknown');

const access: Item = (view) => {
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

const uniqueIds: Item = (view) => {
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

const emergency: Item = (view) => {
  const began = view.within('emergency.began', 'event');
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
  ]);
};

const logoff: Item = (view) => {
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

const encryption: Item = (view) => {
  const keys = together(view.shown('key.created', 'event'), view.shown('key.rotated', 'event'));
  return item(
    '164.312(a)(2)(iv)',
    'Encryption and decryption',
    [
      graded(
        'Databases are SQLCipher files, content is AES-256-GCM under keys of its own: the software’s own statement, not measured by this report.',
        'asserted',
      ),
      graded(
        keys.count === 0
          ? 'No key was made or replaced in the period.'
          : `${plural(keys.count, 'key')} made or replaced, each with its fingerprint.`,
        recordedIf(keys),
        keys,
      ),
    ],
    true,
  );
};

const audit: Item = (view) => {
  const { facts } = view;
  const kinds = facts.shown.size;
  return item('164.312(b)', 'Audit controls: record and examine', [
    graded(
      `${plural(facts.entries, 'entry', 'entries')} of ${plural(kinds, 'kind')} recorded; ${plural(facts.phiEntries, 'entry', 'entries')} mark access to patient data.`,
      facts.entries > 0 ? 'recorded' : 'unknown',
      facts.firstSeq === undefined ? [] : [facts.firstSeq, facts.lastSeq ?? facts.firstSeq],
    ),
    graded(
      facts.unansweredCount === 0
        ? `Each of ${plural(facts.intents, 'act')} begun in the period has a recorded end.`
        : `${plural(facts.unansweredCount, 'act')} of ${plural(facts.intents, 'begun act')} have no recorded end.`,
      facts.intents === 0 || facts.unansweredCount > 0 ? 'unknown' : 'recorded',
      { count: facts.unansweredCount, seqs: facts.unanswered },
    ),
    ...examined(view),
  ]);
};

function examined(view: PeriodView): ProtocolItem['statements'] {
  const looks = view.shown('journal.viewed', 'event');
  const checks = together(
    view.shown('integrity.verified', 'event'),
    view.shown('integrity.drilled', 'event'),
  );
  return [
    graded(
      `The record was looked into ${plural(looks.count, 'time')} and checked ${plural(checks.count, 'time')}.`,
      recordedIf(together(looks, checks)),
      together(looks, checks),
    ),
  ];
}

const activityReview: Item = (view, { judged }) => {
  const signed = view.within('denials.review_signed', 'event');
  const reviewers = [...new Set(signed.map(({ entry }) => view.nameOf(entry.actor.id)))];
  const late = judged.filter((one) => one.late).length;
  const unreviewed = judged.filter(({ review }) => review === undefined).length;
  return item('164.308(a)(1)(ii)(D)', 'Information system activity review', [
    graded(
      signed.length === 0
        ? 'No review was signed in the period.'
        : `${plural(signed.length, 'review')} signed, by ${reviewers.join(', ')}.`,
      signed.length === 0 ? 'unknown' : 'recorded',
      seqsOf(signed),
    ),
    graded(
      judged.length === 0
        ? 'Nothing was denied in the period that would have to be reviewed.'
        : `Of ${plural(judged.length, 'denial')}, ${unreviewed} are not reviewed and ${late} were not judged within seven days.`,
      judged.length === 0 ? 'unknown' : late + unreviewed === 0 ? 'recorded' : 'unknown',
      judged.filter((one) => one.late || one.review === undefined).map(({ denial }) => denial.entry.seq),
    ),
  ]);
};

const loginMonitoring: Item = (view) => {
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

const integrity: Item = (view) => {
  const { verification } = view.input;
  const broken = together(view.shown('epoch.began', 'event'), view.shown('integrity.log_cut', 'event'));
  return item('164.312(c)(1)', 'Integrity', [
    graded(
      verification?.ok === true
        ? 'The journal takes additions only, and its chain was recomputed for this report.'
        : 'The chain was not verified in full for this report; the section on the journal says where.',
      verification?.ok === true ? 'enforced' : 'unknown',
    ),
    graded(
      broken.count === 0
        ? 'No damage of the record is recorded in the period.'
        : `${plural(broken.count, 'entry', 'entries')} record damage and what was done.`,
      'recorded',
      broken,
    ),
  ]);
};

const authenticity: Item = (view) => {
  const checkpoints = view.shown('journal.checkpoint', 'event');
  const cosigned = view.shown('witness.imported', 'event');
  return item(
    '164.312(c)(2)',
    'Mechanism to authenticate electronic protected health information',
    [
      graded(
        `Data versions and artefacts are named by SHA-256; ${plural(checkpoints.count, 'checkpoint')} sign the root over their entries.`,
        recordedIf(checkpoints),
        checkpoints,
      ),
      graded(
        cosigned.count === 0
          ? 'No witness cosigned a checkpoint in the period.'
          : `${plural(cosigned.count, 'checkpoint')} came back cosigned by a witness.`,
        recordedIf(cosigned),
        cosigned,
      ),
    ],
    true,
  );
};

const authentication: Item = (view) => {
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

const transmission: Item = (view) => {
  const exported = together(
    view.shown('dataset.export', 'intent'),
    view.shown('conversation.export', 'intent'),
  );
  return item('164.312(e)(1)', 'Transmission security', [
    graded(
      'The application opens no network connection: its own statement, not tested by this report.',
      'asserted',
    ),
    graded(
      exported.count === 0
        ? 'No file with data left the workspace in the period.'
        : `${plural(exported.count, 'export')} of data asked for; the SHA-256 of each file that was written is on record.`,
      recordedIf(exported),
      exported,
    ),
  ]);
};

const media: Item = (view) => {
  const out = together(
    ...(['dataset.export', 'conversation.export'] as const).map((kind) => view.shown(kind, 'intent')),
    view.shown('witness.export', 'outcome'),
  );
  return item(
    '164.310(d)(2)(iii)',
    'Accountability for media',
    [
      graded(
        out.count === 0
          ? 'Nothing left the workspace in the period.'
          : `${plural(out.count, 'entry', 'entries')} say what left, with whom and when. Which medium carried it afterwards is outside the record.`,
        recordedIf(out),
        out,
      ),
    ],
    true,
  );
};

const policies: Item = (view) => {
  const activated = view.shown('policy.activated', 'event');
  const loaded = view.shown('config.loaded', 'event');
  return item('164.316(b)', 'Documentation: policies with versions and dates in effect', [
    graded(
      activated.count === 0
        ? 'No policy of the site was put in effect in the period.'
        : `${plural(activated.count, 'policy', 'policies')} put in effect, each by a named person with a reason.`,
      recordedIf(activated),
      activated,
    ),
    graded(
      `The hashes of policies, agents and pipelines were recorded ${plural(loaded.count, 'time')}.`,
      recordedIf(loaded),
      loaded,
    ),
  ]);
};

const minimumNecessary: Item = (view) => {
  const signed = view
    .doneWithin('attestation.sign')
    .filter(({ body }) => body.artefact === 'minimum_necessary');
  return item('164.514(d)', 'Minimum necessary', [
    graded(
      `${plural(signed.length, 'statement')} of minimum necessary signed, column by column.`,
      signed.length > 0 ? 'recorded' : 'unknown',
      seqsOf(signed),
    ),
  ]);
};

const safeHarbor: Item = (view) => {
  const attested = view
    .doneWithin('attestation.sign')
    .filter(({ body }) => body.artefact === 'deidentification');
  const reviews = view.within('redaction.review_signed', 'event');
  const claims = reviews.filter(({ body }) => body.noActualKnowledge);
  return item('164.514(b)(2)', 'De-identification by removing the named classes', [
    graded(
      `${plural(attested.length, 'statement')} of de-identification signed.`,
      attested.length > 0 ? 'recorded' : 'unknown',
      seqsOf(attested),
    ),
    graded(
      claims.length === 0
        ? 'No reader of redacted text stated no actual knowledge in the period.'
        : `${plural(claims.length, 'reader')} of redacted text stated no actual knowledge.`,
      claims.length > 0 ? 'asserted' : 'unknown',
      seqsOf(claims),
    ),
    graded(
      'Surrogates are random and kept in a vault of its own, never derived from the person (164.514(c)): the software’s own statement.',
      'asserted',
    ),
  ]);
};

const expert: Item = (view) => {
  const measured = view.within('redaction.measured', 'event');
  return item('164.514(b)(1)', 'De-identification by expert determination', [
    graded(
      measured.length === 0
        ? 'The redactor was not measured in the period.'
        : `The redactor was measured ${plural(measured.length, 'time')}; figures for an expert, not a determination.`,
      measured.length > 0 ? 'recorded' : 'unknown',
      seqsOf(measured),
    ),
  ]);
};

/** Items in the order of the audit protocol. */
export const ITEMS = {
  access,
  uniqueIds,
  emergency,
  logoff,
  encryption,
  audit,
  activityReview,
  loginMonitoring,
  integrity,
  authenticity,
  authentication,
  transmission,
  media,
  minimumNecessary,
  expert,
  safeHarbor,
  policies,
} as const satisfies Readonly<Record<string, Item>>;
export type ItemName = keyof typeof ITEMS;
