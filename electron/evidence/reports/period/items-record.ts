import type { ProtocolItem } from '../../../../shared/formats/period-report.ts';
import { plural } from '../text.ts';
import { item, recordedIf, type Item } from './item.ts';
import { graded, seqsOf, together, type PeriodView } from './view.ts';

export const audit: Item = (view) => {
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

export const activityReview: Item = (view, { judged }) => {
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

export const integrity: Item = (view) => {
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

export const authenticity: Item = (view) => {
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

export const policies: Item = (view) => {
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
