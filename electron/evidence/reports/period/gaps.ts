import type { PeriodReport } from '../../../../shared/formats/period-report.ts';
import { drillGaps, emergencyGaps, gap, verificationGaps, type Gap } from '../gaps.ts';
import { formatCount, listSeqs, plural } from '../text.ts';
import type { ItemFacts } from './item.ts';
import type { PeriodView } from './view.ts';

/** Everything the report does not prove, most serious first: damage, what is missing, what stands anyway. */
export function periodGaps(
  view: PeriodView,
  facts: ItemFacts,
  items: PeriodReport['protocol']['items'],
): Gap[] {
  return [
    ...damageGaps(view),
    ...emergencyGaps(unreviewedEmergencies(view)),
    ...reviewGaps(view, facts),
    ...attestationGaps(view),
    ...anchorGaps(view),
    ...documentGaps(items),
    ...standingGaps(view),
  ];
}

function damageGaps({ input, facts }: PeriodView): Gap[] {
  const gaps: Gap[] = [];
  const { unreadable } = facts;
  if (unreadable.entries > 0) {
    const ranges = unreadable.ranges
      .slice(0, 6)
      .map(({ from, to }) => (from === to ? `#${from}` : `#${from} to #${to}`));
    gaps.push(
      gap(
        'entries-unreadable',
        'The journal is damaged: entries cannot be read',
        `${plural(unreadable.entries, 'position')} hold no readable entry (${ranges.join(', ')}${unreadable.ranges.length > ranges.length ? ' and more' : ''}). What stood there is in none of the figures, whether it belonged to this period or not.`,
      ),
    );
  }
  gaps.push(...verificationGaps(input.verification));
  if (facts.unknownBodies > 0)
    gaps.push(
      gap(
        'bodies-unreadable',
        'Some entries could not be understood',
        `${plural(facts.unknownBodies, 'entry', 'entries')} hold bodies that this version does not know; they are counted, and not in the lists.`,
      ),
    );
  if (facts.entries === 0)
    gaps.push(
      gap(
        'empty-period',
        'The period holds no entry',
        'That nothing is recorded does not show that nothing happened: the times are the workstation’s own, and a period may have been typed wrongly.',
      ),
    );
  if (facts.unansweredCount > 0)
    gaps.push(
      gap(
        'intent-without-outcome',
        'Acts were begun whose end is not recorded',
        `${plural(facts.unansweredCount, 'intent')} of the period, among them entries ${listSeqs(facts.unanswered)}. What happened is unknown.`,
      ),
    );
  return gaps;
}

/** Those of the period, and those of any other time that still wait when the report is made. */
function unreviewedEmergencies(view: PeriodView): readonly number[] {
  const reviewed = new Set(view.ever('emergency.reviewed', 'event').map(({ body }) => body.began));
  const within = view.within('emergency.began', 'event').map(({ entry }) => entry.seq);
  const waiting = new Set([...(view.input.emergencies?.unreviewed ?? []), ...within]);
  return [...waiting].filter((seq) => !reviewed.has(seq)).sort((a, b) => a - b);
}

function reviewGaps(view: PeriodView, { judged }: ItemFacts): Gap[] {
  const gaps: Gap[] = [];
  const unreviewed = judged.filter(({ review }) => review === undefined);
  const late = judged.filter((one) => one.late && one.review !== undefined);
  const unsigned = judged.filter(({ review, signed }) => review !== undefined && !signed);
  if (unreviewed.length > 0)
    gaps.push(
      gap(
        'denials-unreviewed',
        'Denials were not reviewed',
        `${formatCount(unreviewed.length)} of ${plural(judged.length, 'denial')} have no recorded review, ${formatCount(unreviewed.filter((one) => one.late).length)} of them for more than seven days.`,
      ),
    );
  if (late.length > 0)
    gaps.push(
      gap(
        'reviews-late',
        'Reviews came late',
        `${plural(late.length, 'denial')} were judged later than seven days after they happened.`,
      ),
    );
  if (unsigned.length > 0)
    gaps.push(
      gap(
        'review-unsigned',
        'Judgements without a signed review',
        `${plural(unsigned.length, 'denial')} judged, and no signed review covers them yet.`,
      ),
    );
  if (view.shown('denials.review_signed', 'event').count === 0 && view.facts.entries > 0)
    gaps.push(
      gap(
        'no-review-signed',
        'No review of activity was signed in the period',
        '164.308(a)(1)(ii)(D) asks for regular review of records of activity; the period shows none that somebody signed for.',
      ),
    );
  if (view.facts.entries > 0)
    gaps.push(
      gap(
        'no-access-review',
        'No review of rights is recorded',
        'This version records reviews of denials and of emergency access. That somebody went through who holds which right has to be shown elsewhere.',
      ),
    );
  return gaps;
}

function attestationGaps(view: PeriodView): Gap[] {
  const signed = new Set(
    view.doneEver('attestation.sign').map(({ entry, body }) => `${entry.run ?? ''} ${body.artefact}`),
  );
  const bare = view
    .within('run.started', 'event')
    .filter(({ entry, body }) =>
      (body.mandatoryArtefacts ?? [])
        .filter((kind) => kind === 'minimum_necessary' || kind === 'deidentification')
        .some((kind) => !signed.has(`${entry.run ?? ''} ${kind}`)),
    );
  const fates = new Set(view.doneEver('dataset.source_fate').map(({ body }) => body.dataset));
  const open = view
    .within('dataset.import', 'outcome')
    .filter(({ body }) => body.ok && !fates.has(body.dataset));
  return [
    ...(bare.length === 0
      ? []
      : [
          gap(
            'runs-unattested',
            'Runs without their signed statements',
            `${plural(bare.length, 'run')}, begun with entries ${listSeqs(bare.map(({ entry }) => entry.seq))}, lack a statement that their profile wants.`,
          ),
        ]),
    ...(open.length === 0
      ? []
      : [
          gap(
            'source-files-open',
            'What became of clear source files is not recorded',
            `${plural(open.length, 'table')} came from unencrypted files. Nothing here shows that those were deleted or moved.`,
          ),
        ]),
  ];
}

function anchorGaps({ input }: PeriodView): Gap[] {
  const gaps: Gap[] = [];
  const since = input.anchoring?.unanchoredEntries ?? 0;
  if (input.checkpoint === undefined)
    gaps.push(
      gap(
        'no-checkpoint',
        'No signed checkpoint covers this report',
        'The entries are committed, but under no signed root that was made for it.',
      ),
    );
  if (since > 0 || input.checkpoint?.anchored === false)
    gaps.push(
      gap(
        'not-anchored',
        'Entries since the last checkpoint that is known outside',
        `${plural(since, 'entry', 'entries')} are covered by no checkpoint outside this machine. Someone with the workspace and its keys could rewrite them and sign again. A printed copy of this report, kept elsewhere, is a witness from then on.`,
      ),
    );
  gaps.push(...drillGaps(input.drill));
  return gaps;
}

function documentGaps(items: PeriodReport['protocol']['items']): Gap[] {
  const addressable = items.filter((one) => one.addressable).map(({ cite }) => cite);
  if (addressable.length === 0) return [];
  return [
    gap(
      'addressable-undocumented',
      'Addressable items without a decision document',
      `This workspace holds no document that says, for ${addressable.join(', ')}, what was decided and what is done instead where an item is not implemented (164.306(d)(3)).`,
    ),
  ];
}

function standingGaps(view: PeriodView): Gap[] {
  const steps = view.shown('clock.stepped', 'event').count;
  const gaps: Gap[] = [];
  if (view.guard.withheld > 0)
    gaps.push(
      gap(
        'text-withheld',
        'Texts were withheld',
        `${plural(view.guard.withheld, 'text')} looked like an identifier and ${view.guard.withheld === 1 ? 'is' : 'are'} not printed.`,
      ),
    );
  if (view.facts.touchesLeftOut > 0)
    gaps.push(
      gap(
        'touches-left-out',
        'Not every touch is told apart',
        `${plural(view.facts.touchesLeftOut, 'entry', 'entries')} touched more combinations of person, agent and dataset than this report tells apart. A shorter period shows them.`,
      ),
    );
  gaps.push(
    gap(
      'clock-asserted',
      'Times are asserted by the workstation',
      `Which entries belong to the period follows from its clock. ${steps === 0 ? 'No step of the clock is recorded in the period.' : `${plural(steps, 'step')} of the clock recorded in the period.`} The order of entries does not depend on the clock.`,
    ),
    gap(
      'recorded-only',
      'What was not recorded is not in it',
      'Lists are complete over recorded events. Acts outside this application leave nothing here.',
    ),
    gap(
      'signer-key-local',
      'The signing key belongs to this workspace',
      'Compare the root fingerprint in this report with one obtained from the hospital by another way before trusting the signature.',
    ),
  );
  return gaps;
}
