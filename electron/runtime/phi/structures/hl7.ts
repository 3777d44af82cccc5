import type { IdentifierClass } from '../../../../shared/domain/index.ts';
import type { IdentifierSpan, Redactor } from '../detector.ts';
import { isBlank, lookOf } from '../tables/value-looks.ts';

/** Data types of HL7 v2.5.1 as far as identifiers go: which of their components hold which class. */
type Kind =
  | IdentifierClass
  | 'keep'
  | 'text'
  /** A person's name, an identified person, an address, a telephone, an identifier with its authority. */
  | 'XPN'
  | 'XCN'
  | 'XAD'
  | 'XTN'
  | 'CX'
  | 'MRN*'
  | 'ACCOUNT*'
  | 'PLAN*'
  | 'NDL';

const COMPONENTS: Readonly<Partial<Record<Kind, readonly (IdentifierClass | 'keep')[]>>> = {
  XPN: ['NAME', 'NAME', 'NAME', 'NAME', 'keep', 'NAME'],
  XCN: ['LICENSE', 'NAME', 'NAME', 'NAME', 'NAME', 'NAME', 'NAME'],
  NDL: ['NAME', 'DATE', 'DATE'],
  XAD: ['ADDRESS', 'ADDRESS', 'ADDRESS', 'keep', 'ZIP', 'keep', 'keep', 'ADDRESS', 'ADDRESS', 'ADDRESS'],
  XTN: [
    'PHONE',
    'keep',
    'keep',
    'EMAIL',
    'keep',
    'PHONE',
    'PHONE',
    'PHONE',
    'PHONE',
    'keep',
    'keep',
    'PHONE',
  ],
  CX: ['OTHER_ID'],
  'MRN*': ['MRN'],
  'ACCOUNT*': ['ACCOUNT'],
  'PLAN*': ['HEALTH_PLAN_ID'],
};

/** Fields by segment: `2:MRN* 5:XPN`. What is not listed is read as prose, cell by cell. */
const FIELDS: Readonly<Record<string, string>> = {
  MSH: '1:keep 2:keep 3:keep 4:keep 5:keep 6:keep 7:DATE 8:keep 9:keep 10:OTHER_ID 11:keep 12:keep 13:keep 15:keep 16:keep 17:keep 18:keep 19:keep 21:keep',
  EVN: '1:keep 2:DATE 3:DATE 4:keep 5:XCN 6:DATE',
  PID: '1:keep 2:MRN* 3:MRN* 4:MRN* 5:XPN 6:XPN 7:DATE 8:keep 9:XPN 10:keep 11:XAD 12:ADDRESS 13:XTN 14:XTN 15:keep 16:keep 17:keep 18:ACCOUNT* 19:SSN 20:LICENSE 21:MRN* 22:keep 23:ADDRESS 24:keep 25:keep 26:keep 27:keep 28:keep 29:DATE 30:keep 33:DATE',
  PD1: '2:keep 3:keep 4:XCN 5:keep',
  NK1: '1:keep 2:XPN 3:keep 4:XAD 5:XTN 6:XTN 7:keep 8:DATE 9:DATE 12:OTHER_ID 14:keep 15:keep 16:DATE 26:XPN 30:XPN 31:XTN 32:XAD 33:CX 37:SSN 38:ADDRESS',
  PV1: '1:keep 2:keep 3:keep 4:keep 5:CX 6:keep 7:XCN 8:XCN 9:XCN 10:keep 14:keep 15:keep 17:XCN 18:keep 19:ACCOUNT* 20:keep 36:keep 39:keep 44:DATE 45:DATE 50:CX 52:XCN',
  PV2: '3:keep 8:DATE 9:DATE 13:XCN 14:DATE 33:DATE',
  ORC: '1:keep 2:OTHER_ID 3:OTHER_ID 4:OTHER_ID 5:keep 9:DATE 10:XCN 11:XCN 12:XCN 13:keep 14:XTN 15:DATE 16:keep 17:keep 19:XCN 22:XAD 23:XTN 24:XAD',
  OBR: '1:keep 2:OTHER_ID 3:OTHER_ID 4:keep 5:keep 6:DATE 7:DATE 8:DATE 10:XCN 11:keep 14:DATE 15:keep 16:XCN 17:XTN 18:OTHER_ID 19:OTHER_ID 20:OTHER_ID 21:OTHER_ID 22:DATE 24:keep 25:keep 27:keep 28:XCN 31:text 32:NDL 33:NDL 34:NDL 35:NDL 36:DATE',
  OBX: '1:keep 2:keep 3:keep 4:keep 6:keep 7:keep 8:keep 9:keep 10:keep 11:keep 12:DATE 13:keep 14:DATE 15:keep 16:XCN 17:keep 18:DEVICE 19:DATE 23:keep 24:XAD 25:XCN',
  IN1: '1:keep 2:keep 3:CX 4:keep 5:XAD 6:XPN 7:XTN 8:HEALTH_PLAN_ID 9:keep 10:HEALTH_PLAN_ID 11:keep 12:DATE 13:DATE 15:keep 16:XPN 17:keep 18:DATE 19:XAD 24:DATE 26:DATE 29:DATE 30:XCN 36:HEALTH_PLAN_ID 43:keep 44:XAD 49:PLAN*',
  IN2: '1:OTHER_ID 2:SSN 3:XCN 6:HEALTH_PLAN_ID 7:XPN 8:HEALTH_PLAN_ID 9:XPN 10:HEALTH_PLAN_ID 22:XPN 25:HEALTH_PLAN_ID 26:HEALTH_PLAN_ID 40:XPN 49:XPN 50:XTN 52:XPN 53:XTN 58:XTN 61:PLAN* 63:XTN 64:XTN',
  GT1: '1:keep 2:ACCOUNT* 3:XPN 4:XPN 5:XAD 6:XTN 7:XTN 8:DATE 9:keep 10:keep 11:keep 12:SSN 13:DATE 14:DATE 16:XPN 17:XAD 18:XTN 19:OTHER_ID 21:text 42:XPN 45:XPN 46:XTN 52:DATE',
  DG1: '1:keep 2:keep 3:keep 5:DATE 6:keep 16:XCN 19:DATE',
  AL1: '1:keep 2:keep 3:keep 4:keep 6:DATE',
  PR1: '1:keep 2:keep 3:keep 5:DATE 8:XCN 11:XCN 12:XCN',
  RXE: '2:keep 13:XCN 14:XCN 15:OTHER_ID',
  RXA: '3:DATE 4:DATE 5:keep 10:XCN 15:DEVICE 16:DATE',
  TXA: '1:keep 2:keep 4:DATE 5:XCN 6:DATE 7:DATE 8:DATE 9:XCN 10:XCN 11:XCN 12:OTHER_ID 13:OTHER_ID 22:XCN',
  SPM: '2:OTHER_ID 3:OTHER_ID 4:keep 17:DATE 18:DATE',
  SCH: '1:OTHER_ID 2:OTHER_ID 12:XCN 13:XTN 14:XAD 16:XCN 17:XTN 20:XCN',
  AIP: '1:keep 3:XCN 4:keep 6:DATE',
  ROL: '4:XCN 5:DATE 6:DATE 11:XAD 12:XTN',
  MRG: '1:MRN* 2:MRN* 3:ACCOUNT* 4:MRN* 5:ACCOUNT* 7:XPN',
  ACC: '1:DATE',
  NTE: '1:keep 2:keep 3:text',
  DB1: '3:CX 5:DATE',
  CTD: '2:XPN 3:XAD 5:XTN',
  STF: '2:CX 3:XPN 6:DATE 10:XTN 11:XAD 15:EMAIL',
  PRD: '2:XPN 3:XAD 5:XTN 7:CX',
};

/** What OBX-5 holds, by OBX-2. */
const VALUES: Readonly<Record<string, Kind>> = {
  ...{
    DT: 'DATE',
    TS: 'DATE',
    DTM: 'DATE',
    NM: 'keep',
    SN: 'keep',
    CE: 'keep',
    CWE: 'keep',
    CNE: 'keep',
    SI: 'keep',
  },
  ...{
    PN: 'XPN',
    XPN: 'XPN',
    XAD: 'XAD',
    AD: 'XAD',
    XTN: 'XTN',
    TN: 'XTN',
    CX: 'CX',
    XCN: 'XCN',
    EI: 'OTHER_ID',
    ED: 'PHOTO',
  },
};

const SEGMENT = /^[A-Z][A-Z\d]{2}\|/;
const KNOWN = new Map(
  Object.entries(FIELDS).map(([segment, fields]) => [
    segment,
    new Map(
      fields.split(' ').map((field) => {
        const [place = '', kind = ''] = field.split(':');
        return [Number(place), kind as Kind] as const;
      }),
    ),
  ]),
);

interface Line {
  readonly start: number;
  readonly text: string;
}

/** Lines of an HL7 v2 message; undefined where the text is none. A message may lie after a line or two of prose. */
export function isHl7(text: string): boolean {
  let segments = 0;
  let lines = 0;
  for (const { text: line } of segmentsOf(text.slice(0, 1 << 16))) {
    if (line.trim() === '') continue;
    lines += 1;
    if (SEGMENT.test(line) && (KNOWN.has(line.slice(0, 3)) || line.startsWith('Z'))) segments += 1;
  }
  return (
    segments > 0 &&
    segments >= lines * 0.6 &&
    /(?:^|[\r\n\v])\s*(?:MSH|PID|OBX|PV1|NK1|IN1|GT1)\|/.test(text.slice(0, 1 << 16))
  );
}

/** Identifiers of an HL7 v2 message by segment and field; what no rule knows is read as prose. */
export function detectHl7(text: string, redactor: Redactor): IdentifierSpan[] {
  const found: IdentifierSpan[] = [];
  let separators = { component: '^', repetition: '~', sub: '&' };
  for (const line of segmentsOf(text)) {
    const body = line.text.replace(/^[\v\s]+/, '');
    const start = line.start + line.text.length - body.length;
    if (!SEGMENT.test(body)) {
      for (const span of redactor.detect(line.text))
        found.push({ ...span, start: line.start + span.start, end: line.start + span.end });
      continue;
    }
    if (body.startsWith('MSH|')) {
      const signs = /^MSH\|(\S)(\S)(\S?)(\S?)\|/.exec(body);
      if (signs !== null)
        separators = { component: signs[1] ?? '^', repetition: signs[2] ?? '~', sub: signs[4] ?? '&' };
    }
    found.push(...segmentSpans(body, start, separators, redactor));
  }
  return found;
}

function* segmentsOf(text: string): Generator<Line> {
  let start = 0;
  for (let at = 0; at <= text.length; at += 1) {
    const code = at === text.length ? 10 : text.charCodeAt(at);
    if (code !== 10 && code !== 13) continue;
    if (at > start) yield { start, text: text.slice(start, at) };
    start = at + 1;
  }
}

function segmentSpans(
  body: string,
  start: number,
  separators: { component: string; repetition: string },
  redactor: Redactor,
): IdentifierSpan[] {
  const segment = body.slice(0, 3);
  const rules = KNOWN.get(segment);
  const fields = body.split('|');
  const found: IdentifierSpan[] = [];
  let at = start;
  fields.forEach((field, index) => {
    // MSH-1 is the separator itself, so the first field after it is MSH-2.
    const number = segment === 'MSH' ? index + 1 : index;
    if (index > 0 && field !== '') {
      const kind =
        segment === 'OBX' && number === 5 ? (VALUES[fields[2] ?? ''] ?? 'text') : rules?.get(number);
      found.push(...fieldSpans(field, at, kind ?? 'text', separators, redactor));
    }
    at += field.length + 1;
  });
  return found;
}

function fieldSpans(
  field: string,
  start: number,
  kind: Kind,
  { component, repetition }: { component: string; repetition: string },
  redactor: Redactor,
): IdentifierSpan[] {
  if (kind === 'keep' || field === '""') return [];
  if (kind === 'text') return proseSpans(field, start, redactor);
  const found: IdentifierSpan[] = [];
  const parts = COMPONENTS[kind];
  let at = start;
  for (const repeated of field.split(repetition)) {
    let inner = at;
    repeated.split(component).forEach((value, index) => {
      const label =
        parts === undefined
          ? index === 0 || kind === 'ADDRESS'
            ? (kind as IdentifierClass)
            : 'keep'
          : (parts[index] ?? 'keep');
      if (label !== 'keep' && holdsSomething(value) && !(label === 'DATE' && /^\d{4}$/.test(value)))
        found.push({ start: inner, end: inner + value.length, label, by: 'field' });
      inner += value.length + component.length;
    });
    at += repeated.length + repetition.length;
  }
  return found;
}

/** Prose by the cascade; a field that is a date or another telling value goes as a whole. */
function proseSpans(field: string, start: number, redactor: Redactor): IdentifierSpan[] {
  const look = lookOf(field);
  const label = WHOLE[look];
  if (label !== undefined) return [{ start, end: start + field.length, label, by: 'field' }];
  return redactor
    .detect(field)
    .map((span) => ({ ...span, start: start + span.start, end: start + span.end }));
}

const WHOLE: Readonly<Partial<Record<ReturnType<typeof lookOf>, IdentifierClass>>> = {
  ...{ date: 'DATE', email: 'EMAIL', phone: 'PHONE', ssn: 'SSN', uuid: 'OTHER_ID', street: 'ADDRESS' },
};

function holdsSomething(value: string): boolean {
  return /[\p{L}\p{N}]/u.test(value) && !isBlank(value);
}
