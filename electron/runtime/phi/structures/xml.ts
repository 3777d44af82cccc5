import type { IdentifierSpan } from '../detector.ts';
import type { TablePorts } from '../tables/table-detector.ts';
import { ccdaRule, fhirRule, type FieldRule } from './field-rules.ts';
import { detectLeaves, type Leaf } from './leaves.ts';
import { readXml, type XmlLeaf } from './xml-leaves.ts';

const FHIR_ROOT = /xmlns\s*=\s*["']http:\/\/hl7\.org\/fhir["']/;
const CDA_ROOT = /<(?:\w+:)?ClinicalDocument[\s>]|urn:hl7-org:v3/;

/** Identifiers of an XML document, C-CDA and FHIR by their elements; undefined where the text is none. */
export function detectXml(text: string, ports: TablePorts): IdentifierSpan[] | undefined {
  const leaves = readXml(text);
  if (leaves === undefined) return undefined;
  const head = text.slice(0, 4096);
  const kind = FHIR_ROOT.test(head) ? 'fhir' : CDA_ROOT.test(head) ? 'cda' : 'other';
  return detectLeaves(
    text,
    leaves.map((leaf) => {
      const rule = kind === 'fhir' ? fhirXmlRule(leaf) : kind === 'cda' ? cdaRule(leaf) : undefined;
      return asLeaf(leaf, rule);
    }),
    ports,
  );
}

function asLeaf({ path, value }: XmlLeaf, rule: FieldRule): Leaf {
  const last = path.at(-1) ?? '';
  const name = last === '@value' || last === '@extension' ? (path.at(-2) ?? last) : last.replace(/^@/, '');
  return { field: `${path.join('/')}/${rule ?? ''}`, name, value, rule };
}

function cdaRule({ path, value, attributes }: XmlLeaf): FieldRule {
  return ccdaRule({ path, beside: (key) => attributes.get(key.replace(/^@/, '')) }, value.text);
}

/** In FHIR's XML a value stands in the attribute `value` of its element. */
function fhirXmlRule({ path, value, attributes }: XmlLeaf): FieldRule {
  const last = path.at(-1) ?? '';
  if (last.startsWith('@') && last !== '@value')
    return last === '@id' ? 'OTHER_ID' : last === '@url' || last.startsWith('@xmlns') ? 'keep' : 'text';
  const elements = last === '@value' ? path.slice(0, -1) : path;
  return fhirRule(
    {
      path: elements,
      resource: elements.find((element) => /^[A-Z]/.test(element) && element !== 'Bundle'),
      beside: (key) => attributes.get(key),
    },
    value.text,
  );
}
