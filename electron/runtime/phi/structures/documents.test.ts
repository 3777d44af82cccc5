import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderMasked } from '../profiles/profile.ts';
import { createDocumentDetector } from './documents.ts';

const detector = createDocumentDetector();
const masked = (text: string): string => renderMasked(text, detector.detect(text));

describe('JSON', () => {
  it('goes by field names, alone and in rows', () => {
    const rows = [
      { mrn: 'P-48254612', patientName: 'Maribel Okafor', sex: 'F', glucose: 98, seen: '2024-03-01' },
      { mrn: 'P-48254777', patientName: 'Robert Quell', sex: 'M', glucose: 141, seen: '2024-03-02' },
    ];
    const clean = { mrn: '[MRN]', patientName: '[NAME]', seen: '[DATE]' };
    const wanted = rows.map((row) => ({ ...row, ...clean }));
    expect(JSON.parse(masked(JSON.stringify(rows)))).toEqual(wanted);
    expect(JSON.parse(masked(JSON.stringify({ patient: rows[0] }, null, 2)))).toEqual({ patient: wanted[0] });
    expect(
      masked(rows.map((row) => JSON.stringify(row)).join('\n'))
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    ).toEqual(wanted);
  });

  it('looks behind escapes, and stays JSON', () => {
    const text = String.raw`{"note":"Seen by Dr. \u004f\u006b\u0061for,\nSSN 123\u002d45-6789 and \"jo\u0040example.org\""}`;
    const out = masked(text);
    expect((JSON.parse(out) as { note: string }).note).toBe('Seen by Dr. [NAME],\nSSN [SSN] and "[EMAIL]"');
  });

  it('finds what is cut in two between strings', () => {
    const out = masked(
      JSON.stringify({
        lines: ['The patient is Mr. Zofrana', 'Thistlewick of ward 4', 'SSN 123-45-', '6789 on file'],
      }),
    );
    expect(out).not.toMatch(/Zofrana|123-45/);
  });

  it('searches its texts for what its fields know, and takes names of fields for cues', () => {
    const out = masked(
      JSON.stringify({
        surname: 'Quellimar',
        remark: 'told quellimar to call',
        callbackNumber: '555-0134 ext 7',
      }),
    );
    expect(out).not.toMatch(/quellimar|0134/i);
  });

  it('takes keys that are values, and rows without keys', () => {
    expect(masked('{"maribel.okafor@example.org": {"glucose": 98}}')).toBe('{"[EMAIL]": {"glucose": 98}}');
    const grid = Array.from({ length: 6 }, (_, i) => [
      `${48_254_612 + i * 31}`,
      i % 2 === 0 ? 'F' : 'M',
      90 + i,
    ]);
    expect(masked(JSON.stringify(grid))).toBe(
      JSON.stringify(grid.map(([, sex, value]) => ['[OTHER_ID]', sex, value])),
    );
  });
});

const PATIENT = {
  resourceType: 'Bundle',
  entry: [
    {
      fullUrl: 'urn:uuid:0b5f7a1e-1111-4000-8000-000000000001',
      resource: {
        resourceType: 'Patient',
        id: 'p-778812',
        meta: { profile: ['http://hl7.org/fhir/us/core/StructureDefinition/us-core-patient'] },
        text: { div: '<div>Maribel <b>Okafor</b>, born 1961-04-03</div>' },
        identifier: [
          { system: 'http://hospital.example/mrn', value: '48254612' },
          { system: 'http://hl7.org/fhir/sid/us-ssn', value: '954118652' },
        ],
        name: [{ family: 'Okafor', given: ['Maribel', 'J'] }],
        telecom: [{ system: 'phone', value: '555 0134' }],
        gender: 'female',
        birthDate: '1961-04-03',
        address: [
          { line: ['12 Larkspur Street'], city: 'Marlow', state: 'MA', postalCode: '02139', country: 'US' },
        ],
      },
    },
    {
      resource: {
        resourceType: 'Observation',
        status: 'final',
        code: {
          coding: [{ system: 'http://loinc.org', code: '8462-4', display: 'Diastolic blood pressure' }],
        },
        subject: { reference: 'Patient/p-778812', display: 'Maribel Okafor' },
        effectiveDateTime: '2024-03-01T10:15:00Z',
        performer: [{ reference: 'Practitioner/9', display: 'Robert Quell' }],
        valueQuantity: { value: 82, unit: 'mm[Hg]', system: 'http://unitsofmeasure.org', code: 'mm[Hg]' },
        note: [{ text: 'Mrs Okafor felt faint' }],
      },
    },
  ],
};

describe('FHIR', () => {
  it('goes by paths, and keeps codes, units, states and systems', () => {
    const out = masked(JSON.stringify(PATIENT));
    expect(out).not.toMatch(
      /Okafor|Maribel|Quell|48254612|954118652|0134|1961|2024-03|Larkspur|Marlow|02139|778812/,
    );
    expect(out).toContain(
      '"identifier":[{"system":"http://hospital.example/mrn","value":"[MRN]"},{"system":"http://hl7.org/fhir/sid/us-ssn","value":"[SSN]"}]',
    );
    for (const kept of [
      '8462-4',
      'Diastolic blood pressure',
      'mm[Hg]',
      '"state":"MA"',
      '"female"',
      '"value":82',
      'us-core-patient',
    ])
      expect(out).toContain(kept);
    expect(JSON.parse(out)).toBeDefined();
  });

  it('reads its XML alike', () => {
    const out = masked(
      '<Patient xmlns="http://hl7.org/fhir"><id value="p-778812"/><name><family value="Okafor"/><given value="Maribel"/></name><gender value="female"/><birthDate value="1961-04-03"/><address><city value="Marlow"/><state value="MA"/></address></Patient>',
    );
    expect(out).not.toMatch(/Okafor|Maribel|1961|Marlow|778812/);
    expect(out).toContain('<state value="MA"/>');
    expect(out).toContain('<gender value="female"/>');
  });
});

const HL7 = [
  'MSH|^~\\&|LAB|ELLERY|EHR|ELLERY|20240301101500||ORU^R01|MSG00001|P|2.5.1',
  'PID|1||48254612^^^ELLERY^MR~954-11-8652^^^USA^SS||OKAFOR^MARIBEL^J||19610403|F||2106-3|12 LARKSPUR ST^^MARLOW^MA^02139^USA||(617)555-0134^PRN^PH^mo@example.org|||M||AC78956333|954118652',
  'PV1|1|I|ICU^4^A|||||1234567893^QUELL^ROBERT^^^DR|||||||||||V778812|||||||||||||||||||||||||20240228|20240305',
  'OBR|1|ORD7781|LAB99812|2345-7^GLUCOSE^LN|||20240301093000|||||||||1234567893^QUELL^ROBERT',
  'OBX|1|NM|2345-7^GLUCOSE^LN||98|mg/dL|70-105|N|||F|||20240301094500',
  'OBX|2|TX|NOTE^REMARK||Ms Okafor called from 617-555-0199||||||F',
  'NK1|1|OKAFOR^CHIDI|SPO|12 LARKSPUR ST^^MARLOW^MA^02139',
];

describe('HL7 v2', () => {
  it.each(['\r', '\n', '\r\n'])('goes by segment and field, with lines ended by %j', (end) => {
    const out = masked(HL7.join(end));
    expect(out).not.toMatch(
      /OKAFOR|Okafor|MARIBEL|CHIDI|QUELL|48254612|954|19610403|LARKSPUR|MARLOW|02139|555|AC78956333|V778812|2024|ORD7781|1234567893/,
    );
    for (const kept of [
      '2345-7^GLUCOSE^LN',
      '|98|mg/dL|70-105|N|',
      '^MA^',
      'ICU^4^A',
      '2106-3',
      'ORU^R01',
      '|F||',
    ])
      expect(out).toContain(kept);
    expect(out.split(/[\r\n]+/).length).toBe(HL7.length);
  });

  it('takes other separators and fragments', () => {
    expect(masked('PID|1||48254612||OKAFOR^MARIBEL')).toBe('PID|1||[MRN]||[NAME]^[NAME]');
    expect(masked('MSH|#!\\&|A|B|C|D|20240301||ADT|1|P|2.3\rPID|1||77#x||OKAFOR#MARIBEL')).toContain(
      '|[MRN]#x||[NAME]#[NAME]',
    );
  });
});

const CDA = `<?xml version="1.0"?>
<ClinicalDocument xmlns="urn:hl7-org:v3" xmlns:sdtc="urn:hl7-org:sdtc">
  <id root="2.16.840.1.113883.19" extension="TT988"/>
  <effectiveTime value="20240301"/>
  <recordTarget><patientRole>
    <id extension="48254612" root="2.16.840.1.113883.19.5"/>
    <addr use="HP"><streetAddressLine>12 Larkspur St</streetAddressLine><city>Marlow</city><state>MA</state><postalCode>02139</postalCode></addr>
    <telecom value="tel:+1(617)555-0134"/>
    <patient><name><given>Maribel</given><family>O&apos;Kafor</family></name><administrativeGenderCode code="F" codeSystem="2.16.840.1.113883.5.1"/><birthTime value="19610403"/></patient>
    <providerOrganization><name>Ellery General</name></providerOrganization>
  </patientRole></recordTarget>
  <component><section><code code="10164-2" codeSystem="2.16.840.1.113883.6.1"/><text><paragraph>Mrs. O&#39;Kafor was seen on March 1, 2024.</paragraph></text></section></component>
</ClinicalDocument>`;

describe('C-CDA', () => {
  it('goes by elements and attributes, behind entities too, and keeps codes', () => {
    const out = masked(CDA);
    expect(out).not.toMatch(/Kafor|Maribel|48254612|TT988|Larkspur|Marlow|02139|555|1961|20240301|March 1/);
    for (const kept of [
      '<state>MA</state>',
      'code="F"',
      'code="10164-2"',
      '2.16.840.1.113883.5.1',
      '<city>[ADDRESS]</city>',
    ])
      expect(out).toContain(kept);
  });
});

describe('tables drawn in a text', () => {
  it('go by column while the prose around them goes the way of notes', () => {
    const out = masked(
      [
        'Ward list for Dr. Quell:',
        '',
        '| Patient | MRN | Bed | K |',
        '|---|:---:|---|---|',
        '| Maribel Okafor | 48254612 | 4 | 4.1 |',
        '| Zofrana Thistlewick | 48254777 | 5 | 3.9 |',
        '',
        'Okafor goes home.',
      ].join('\n'),
    );
    expect(out).toContain(
      '| Patient | MRN | Bed | K |\n|---|:---:|---|---|\n| [NAME] | [MRN] | 4 | 4.1 |\n| [NAME] | [MRN] | 5 | 3.9 |',
    );
    expect(out).not.toContain('Quell');
  });
});

describe('any text', () => {
  const shards = [
    '{',
    '}',
    '[',
    ']',
    '"',
    ':',
    ',',
    '\\u00',
    '\\',
    '<',
    '>',
    '</a>',
    '<a b="',
    '&#',
    '&amp;',
    '<![CDATA[',
    '<!--',
    'PID|',
    'MSH|^~\\&|',
    '|',
    '^',
    '\r',
    '\n',
    '--|--',
    'Okafor',
    '123-45-6789',
    ' ',
    '\0',
    '\ud800',
    'é',
  ];

  it('never makes it fail, and gives spans inside that never overlap', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(fc.constantFrom(...shards), { maxLength: 60 }).map((parts) => parts.join('')),
          fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
          fc.json(),
          fc
            .tuple(
              fc.constantFrom(CDA, JSON.stringify(PATIENT), HL7.join('\r')),
              fc.nat(),
              fc.constantFrom(...shards),
            )
            .map(
              ([text, at, shard]) =>
                text.slice(0, at % text.length) + shard + text.slice((at % text.length) + 2),
            ),
        ),
        (text) => {
          let last = 0;
          for (const { start, end } of detector.detect(text)) {
            expect(start).toBeGreaterThanOrEqual(last);
            expect(end).toBeGreaterThan(start);
            last = end;
          }
          expect(last).toBeLessThanOrEqual(text.length);
        },
      ),
      { numRuns: 400 },
    );
  });
});
