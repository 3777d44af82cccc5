import { describe, expect, it } from 'vitest';
import { createDocumentRedactor } from './document-redactor.ts';
import { JsonCursor } from './json-cursor.ts';
import { LongRedaction } from './long-text.ts';

const redactor = createDocumentRedactor();
const FILLER = 'Stable overnight, eats well, no pain on moving, wound clean and dry. ';

function inChunks(text: string, size: number): string {
  const redaction = new LongRedaction(redactor);
  let out = '';
  for (let at = 0; at < text.length; at += size)
    for (const part of redaction.push(text.slice(at, at + size))) out += part.text;
  for (const part of redaction.end()) out += part.text;
  return out;
}

interface Row {
  readonly mrn: unknown;
  readonly glucose: number;
  readonly note: string;
}
const rows = Array.from({ length: 6000 }, (_, i) => ({
  mrn: 48_250_000 + i * 7,
  patient_name: `Maribel Quell${'abcdefghij'.charAt(i % 10)}`,
  glucose: 70 + (i % 200),
  note: `${FILLER} "${i}" \\ told Mr. Thistlewick of record ${48_250_000 + i * 7}.`,
}));

describe('a number of JSON', () => {
  it('is replaced by a string, so that the text is JSON afterwards', () => {
    const text = JSON.stringify({
      mrn: 48254612,
      values: [1, 2.5],
      phone: 6175550100,
      born: 19420314,
      ok: true,
    });
    const { text: redacted } = redactor.redact(text);
    expect(JSON.parse(redacted)).toEqual({
      mrn: '[MRN]',
      values: [1, 2.5],
      phone: '[PHONE]',
      born: '[DATE]',
      ok: true,
    });
    expect(redactor.redact(redacted).text).toBe(redacted);
  });

  it('is replaced wherever else it stands, alone or in a string', () => {
    const text = JSON.stringify({ mrn: 48254612, links: [{ to: 48254612, why: 'see 48254612' }] });
    const { text: redacted } = redactor.redact(text);
    expect(redacted).not.toContain('48254612');
    expect(JSON.parse(redacted)).toMatchObject({ links: [{ to: expect.any(String) as string }] });
  });

  it('is a number of prose where the text is no JSON', () => {
    expect(redactor.redact('[see chart] MRN: 48254612, stable').text).toBe('[see chart] MRN: [MRN], stable');
  });
});

describe('a long JSON text', () => {
  const check = (out: string, read: (value: unknown) => Row[]): void => {
    const back = read(JSON.parse(out));
    expect(back).toHaveLength(rows.length);
    expect(back.map(({ glucose }) => glucose)).toEqual(rows.map(({ glucose }) => glucose));
    expect(new Set(back.map(({ mrn }) => mrn))).toEqual(new Set(['[MRN]']));
    expect(out).not.toMatch(/4825\d{4}|Thistlewick|Quell/);
    expect(back[4711]?.note).toContain('Stable overnight');
  };

  it.each([65_536, 999_983])('stays JSON as an array of rows, in chunks of %i', (size) => {
    check(inChunks(JSON.stringify(rows), size), (value) => value as Row[]);
  });

  it('stays JSON with its rows deep inside, and fields before and behind them', () => {
    const text = JSON.stringify({ meta: { kind: 'export' }, data: [{ rows }], total: rows.length });
    check(inChunks(text, 100_000), (value) => (value as { data: [{ rows: Row[] }] }).data[0].rows);
  });

  it('stays JSON as one value per line', () => {
    const out = inChunks(rows.map((row) => JSON.stringify(row)).join('\n'), 70_000);
    check(`[${out.split('\n').join(',')}]`, (value) => value as Row[]);
  });

  it('is read by the paths of FHIR in each of its pieces', () => {
    const entry = Array.from({ length: 3000 }, (_, i) => ({
      resource: {
        resourceType: 'Patient',
        active: true,
        name: [{ family: `Vex${'abcdefghij'.charAt(i % 10)}`, given: ['Oren'] }],
        birthDate: '1942-03-14',
        text: { status: 'generated', div: FILLER },
      },
    }));
    const out = inChunks(JSON.stringify({ resourceType: 'Bundle', type: 'collection', entry }), 1 << 16);
    const bundle = JSON.parse(out) as { entry: { resource: { name: { family: string }[] } }[] };
    expect(bundle.entry).toHaveLength(3000);
    expect(out).not.toMatch(/Vex|Oren|1942-03-14/);
  });

  it('may hold a text longer than any window', () => {
    const note = `${FILLER.repeat(9000)}Mr. Thistlewick, SSN 123-45-6789. ${FILLER.repeat(50)}`;
    const out = inChunks(JSON.stringify({ id: 1, note, mrn: 48254612 }), 1 << 16);
    const back = JSON.parse(out) as { note: string; mrn: string };
    expect(back.mrn).toBe('[MRN]');
    expect(back.note).not.toMatch(/Thistlewick|123-45/);
  });

  it('is prose where it turns out to be none', () => {
    const out = inChunks(`[draft] ${FILLER.repeat(9000)} Mr. Thistlewick, SSN 123-45-6789}`, 1 << 16);
    expect(out).not.toMatch(/Thistlewick|123-45/);
    expect(out.startsWith('[draft] Stable')).toBe(true);
  });
});

describe('the walk over JSON', () => {
  it('says what is open where it stops, with names and kinds of resources', () => {
    const cursor = new JsonCursor();
    const text = '{"resourceType":"Patient","name":[{"use":"a,b","given":["O","P"]}],"x":1}';
    expect(cursor.walk(text, text.indexOf('"P"'))).toBe(text.indexOf('"P"'));
    expect(cursor.opening).toBe('{"resourceType":"Patient","name":[{"given":[');
    expect(cursor.closing).toBe(']}]}');
  });

  it('can be tried again with more text, and refuses what cannot be JSON', () => {
    const cursor = new JsonCursor();
    expect(cursor.walk('[{"a":"unfinished', 4)).toBe('more');
    expect(cursor.walk('[{"a":"unfinished"},', 4)).toBe(20);
    expect(cursor.opening).toBe('[');
    expect(new JsonCursor().walk('[1}', 1)).toBe('invalid');
    expect(new JsonCursor().walk('['.repeat(400), 1)).toBe('invalid');
  });
});
