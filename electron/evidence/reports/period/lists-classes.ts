import { COVERAGE } from '../../../../shared/domain/index.ts';
import type { ReportList } from '../../../../shared/formats/period-report.ts';
import { column, list, type PeriodView } from './view.ts';

/** All classes of Safe Harbor: what is done about each, what was measured, what needs a person, what is left. */
export function identifierClasses(view: PeriodView): ReportList {
  const newest = view.within('redaction.measured', 'event').at(-1)?.body;
  const measured = (name: string): string => {
    const figure = newest?.classes.find((each) => each.class === name);
    return figure === undefined ? 'not measured' : `${figure.found} of ${figure.planted}`;
  };
  return list(
    {
      id: 'identifier_classes',
      title: 'The classes of identifiers, and the risk that is left in each',
      about:
        'Every class of 45 CFR 164.514(b)(2)(i), with its letter: how it is found, what the newest measuring of the period found of it, what needs a person, and what is left after both.',
      query: 'the coverage of the redactor, with the newest entry redaction.measured of the period',
      empty: 'The redactor covers no class.',
      columns: [
        column('class', 'Class', 'text', 17),
        column('measured', 'Measured', 'text', 12),
        column('how', 'How it is found', 'text', 26),
        column('person', 'Needs a person', 'text', 23),
        column('left', 'What is left', 'text', 22),
      ],
    },
    COVERAGE.map((row) => [
      `${row.class} ${row.rule}`,
      row.detected === 'mentions_only' ? 'not in text' : measured(row.class),
      ...[row.how, row.person, row.residual],
    ]),
  );
}

/** By which lists of which date the redactor worked when it was measured last. */
export function redactorLists(view: PeriodView): ReportList {
  const newest = view.within('redaction.measured', 'event').findLast(({ body }) => body.method !== undefined);
  const { method, codeSha256 } = newest?.body ?? {};
  return list(
    {
      id: 'redactor_lists',
      title: 'Method, version and lists of the redactor',
      about:
        method === undefined
          ? 'How identifiers are found, by which version, and by which lists of which date.'
          : `Found by ${method.finders}.`,
      query: 'the newest entry redaction.measured of the period that names its method',
      empty: 'No measuring of the period names its method.',
      columns: [
        column('what', 'What', 'text', 44),
        column('asOf', 'As of', 'text', 12),
        column('sha256', 'SHA-256', 'sha256', 44),
      ],
    },
    method === undefined
      ? []
      : [
          ['program that was measured', 'when measured', codeSha256 ?? null],
          ...method.lists.map(({ name, asOf, sha256 }) => [name, asOf, sha256 ?? null]),
        ],
  );
}
