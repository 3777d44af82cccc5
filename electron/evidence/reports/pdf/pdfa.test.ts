import { beforeAll, describe, expect, it } from 'vitest';
import {
  dictionaryOf,
  isName,
  readPdf,
  textOf,
  type PdfDictionary,
  type PdfFile,
  type PdfValue,
} from '../../../../shared/verify/index.ts';
import { collectRunReport } from '../collect.ts';
import { makeFixtureEvidence } from '../fixture-evidence.ts';
import { makeFixtureInput } from '../fixture-input.ts';
import { makeFixtureKey } from '../fixture-keys.ts';
import { renderReport } from '../render.ts';
import { signPdf } from '../sign/sign-pdf.ts';

/** Rules of PDF/A-3b (ISO 19005-3) that can be read off a file; resources/docs/report-format.md names the rest. */

let file: PdfFile;
let text: string;
const objects: { readonly number: number; readonly value: PdfValue }[] = [];

beforeAll(async () => {
  const key = await makeFixtureKey();
  const input = makeFixtureInput(4);
  const model = collectRunReport({
    ...input,
    rootSha256: key.rootSha256,
    certificateSha256: key.certificateSha256,
  });
  const fontsFolder = `${import.meta.dirname}/../../../../resources/fonts`;
  const evidence = makeFixtureEvidence(input.entries).files;
  const pdf = await signPdf(await renderReport(model, { fontsFolder, evidence }), key);
  file = readPdf(pdf);
  text = Buffer.from(pdf).toString('latin1');
  for (const number of file.revisions[0]?.offsets.keys() ?? [])
    objects.push({ number, value: file.object(number) });
});

const dictionaries = (): PdfDictionary[] =>
  objects.flatMap(({ value }) =>
    value.type === 'dictionary' ? [value] : value.type === 'stream' ? [value.dictionary] : [],
  );
const catalog = (): PdfDictionary => dictionaryOf(file, file.trailer.entries.get('Root'), 'the catalog');

describe('an issued report, as PDF/A-3b', () => {
  it('says so in its metadata, which agrees with its information dictionary', () => {
    expect(text).toContain('<pdfaid:part>3</pdfaid:part>');
    expect(text).toContain('<pdfaid:conformance>B</pdfaid:conformance>');
    const info = dictionaryOf(file, file.trailer.entries.get('Info'), 'the information');
    const xmp = Buffer.from(
      text.slice(text.indexOf('<?xpacket'), text.indexOf('<?xpacket end')),
      'latin1',
    ).toString('utf8');
    for (const key of ['Title', 'Author', 'Subject', 'Creator', 'Producer'])
      expect(xmp).toContain(`>${textOf(info.entries.get(key)) ?? ''}<`);
  });

  it('says what its colours mean, with a profile of the right form', () => {
    const intents = catalog().entries.get('OutputIntents');
    const intent = dictionaryOf(file, intents?.type === 'array' ? intents.items[0] : undefined, 'the intent');
    expect(isName(intent.entries.get('S'), 'GTS_PDFA1')).toBe(true);
    const reference = intent.entries.get('DestOutputProfile');
    const profile = reference?.type === 'ref' ? file.object(reference.object) : undefined;
    if (profile?.type !== 'stream') throw new Error('the profile is missing');
    const bytes = Buffer.from(profile.data);
    expect(bytes.readUInt32BE(0)).toBe(bytes.length);
    expect(bytes.toString('latin1', 12, 24)).toBe('mntrRGB XYZ ');
    expect(bytes.toString('latin1', 36, 40)).toBe('acsp');
    const tags = Array.from({ length: bytes.readUInt32BE(128) }, (_, tag) =>
      bytes.toString('latin1', 132 + 12 * tag, 136 + 12 * tag),
    );
    expect(tags.sort()).toEqual([
      'bTRC',
      'bXYZ',
      'chad',
      'cprt',
      'desc',
      'gTRC',
      'gXYZ',
      'rTRC',
      'rXYZ',
      'wtpt',
    ]);
  });

  it('embeds every font, and has no scripts, encryption, outside files or other actions', () => {
    for (const entries of dictionaries().map((one) => one.entries)) {
      if (isName(entries.get('Type'), 'FontDescriptor'))
        expect(['FontFile', 'FontFile2', 'FontFile3'].some((key) => entries.has(key))).toBe(true);
      for (const key of ['JS', 'JavaScript', 'Launch', 'AA', 'OpenAction', 'XFA', 'SMask', 'Ref', 'OPI'])
        expect([key, entries.has(key) && !(key === 'SMask' && isName(entries.get(key), 'None'))]).toEqual([
          key,
          false,
        ]);
      expect(entries.has('LZWDecode')).toBe(false);
    }
    expect(file.trailer.entries.has('Encrypt')).toBe(false);
    expect(file.trailer.entries.has('ID')).toBe(true);
  });

  it('shows and prints every field, and gives each an appearance', () => {
    const widgets = dictionaries().filter(({ entries }) => isName(entries.get('Subtype'), 'Widget'));
    expect(widgets).toHaveLength(4);
    for (const { entries } of widgets) {
      expect(entries.get('F')).toEqual({ type: 'atom', text: '132' });
      expect(dictionaryOf(file, entries.get('AP'), 'the appearance').entries.has('N')).toBe(true);
    }
  });

  it('says of every attached file what it is to the document', () => {
    const list = catalog().entries.get('AF');
    const files = (list?.type === 'array' ? list.items : []).map(
      (item) => dictionaryOf(file, item, 'a file').entries,
    );
    expect(files.map((entries) => [textOf(entries.get('UF')), relation(entries)])).toEqual([
      ['report.json', 'Source'],
      ['report.html', 'Alternative'],
      ['evidence.jsonl', 'Data'],
      ['checkpoint.txt', 'Data'],
      ['proofs.txt', 'Data'],
    ]);
    for (const entries of files) expect(entries.has('F') && entries.has('Desc')).toBe(true);
  });

  it('has a title that is shown, a language, and bookmarks', () => {
    const { entries } = catalog();
    expect(textOf(entries.get('Lang'))).toBe('en-US');
    expect(entries.has('Outlines') && entries.has('ViewerPreferences')).toBe(true);
  });
});

function relation(entries: ReadonlyMap<string, PdfValue>): string {
  const value = entries.get('AFRelationship');
  return value?.type === 'name' ? value.name : '';
}
