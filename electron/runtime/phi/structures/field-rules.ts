import type { IdentifierClass } from '../../../../shared/domain/index.ts';
import { lookOf } from '../tables/value-looks.ts';

/** What a place in a structure says about the value there; undefined where it says nothing. */
export type FieldRule = IdentifierClass | 'keep' | 'text' | undefined;

const PEOPLE: ReadonlySet<string> = new Set([
  'Patient',
  'Practitioner',
  'RelatedPerson',
  'Person',
  'PractitionerRole',
]);
const ADDRESS_PARTS: Readonly<Record<string, FieldRule>> = {
  ...{ line: 'ADDRESS', city: 'ADDRESS', district: 'ADDRESS', county: 'ADDRESS', text: 'ADDRESS' },
  ...{ streetAddressLine: 'ADDRESS', houseNumber: 'ADDRESS', streetName: 'ADDRESS', precinct: 'ADDRESS' },
  ...{ additionalLocator: 'ADDRESS', unitID: 'ADDRESS', postBox: 'ADDRESS', censusTract: 'ADDRESS' },
  ...{ postalCode: 'ZIP', state: 'keep', country: 'keep', use: 'keep', type: 'keep' },
};
/** Words of a vocabulary, wherever they stand. */
const VOCABULARY: ReadonlySet<string> = new Set(
  [
    'resourceType|system|url|profile|code|status|use|unit|version|language|gender|intent|priority|category|class|mode|kind|comparator|contentType|modifierExtension|fhirVersion|rank|severity|criticality',
    'codeSystem|codeSystemName|displayName|root|typeCode|classCode|moodCode|determinerCode|nullFlavor|xsi:type|xmlns|templateId|realmCode|languageCode|confidentialityCode|administrativeGenderCode|maritalStatusCode|raceCode|ethnicGroupCode|inversionInd|negationInd|mediaType|representation|schemaLocation|xsi:schemaLocation',
  ]
    .join('|')
    .split('|'),
);
const IDENTIFIERS: Readonly<Record<string, IdentifierClass>> = {
  ...{ id: 'OTHER_ID', fullUrl: 'OTHER_ID', versionId: 'OTHER_ID', implicitRules: 'OTHER_ID' },
  ...{ serialNumber: 'DEVICE', lotNumber: 'DEVICE', deviceIdentifier: 'DEVICE', carrierHRF: 'DEVICE' },
  ...{ carrierAIDC: 'DEVICE', distinctIdentifier: 'DEVICE', subscriberId: 'HEALTH_PLAN_ID' },
  ...{ subscriber: 'HEALTH_PLAN_ID', family: 'NAME', given: 'NAME', birthDate: 'DATE', birthTime: 'DATE' },
  ...{ postalCode: 'ZIP', streetAddressLine: 'ADDRESS' },
};
const DATES =
  /(?:Date|DateTime|Time|Instant|Period|On)$|^(?:date|start|end|issued|recorded|created|timestamp|authored|sent|received|lastUpdated|effectiveTime|time|low|high|center|period)$/;

/** What else is known about the place of a value. */
export interface FieldPlace {
  /** Keys or elements from the root, attributes last. */
  readonly path: readonly string[];
  /** Resource that holds it, where the structure is FHIR. */
  readonly resource?: string | undefined;
  /** Another value of the same object. */
  beside(key: string): string | undefined;
}

/**
 * The rule for a value of a FHIR resource, by its path. Follows R4: HumanName, Address, ContactPoint, Identifier,
 * Reference, Attachment, and dates by their form.
 */
export function fhirRule({ path, resource, beside }: FieldPlace, value: string): FieldRule {
  const key = path.at(-1) ?? '';
  const holder = path.at(-2) ?? '';
  if (VOCABULARY.has(key)) return 'keep';
  if (isDateLike(key, value)) return 'DATE';
  if (isAddress(holder)) return ADDRESS_PARTS[key] ?? 'ADDRESS';
  if (holder === 'telecom' && key === 'value') return contactOf(beside('system'), value);
  if (holder === 'name' && ['family', 'given', 'text', 'prefix', 'suffix'].includes(key)) return 'NAME';
  if (key === 'name') return resource !== undefined && PEOPLE.has(resource) ? 'NAME' : 'text';
  if (holder === 'identifier' && key === 'value') return identifierOf(beside('system'), resource);
  if (key === 'reference') return /[/:]/.test(value) ? 'OTHER_ID' : 'keep';
  if (key === 'display') return displayOf(holder, beside('reference'));
  if (holder === 'photo' || (key === 'data' && value.length > 60)) return 'PHOTO';
  if (key === 'valueString' && /MaidenName|mothersName/i.test(beside('url') ?? '')) return 'NAME';
  if (key === 'value' && /(?:^|\.)(?:quantity|valueQuantity|doseQuantity|low|high)$/i.test(holder))
    return 'keep';
  return IDENTIFIERS[key];
}

function isAddress(holder: string): boolean {
  return /^(?:address|addr|valueAddress|birthPlace|homeAddress)$/.test(holder);
}

function isDateLike(key: string, value: string): boolean {
  if (!DATES.test(key)) return false;
  return lookOf(value) === 'date' || /^\d{6,14}(?:\.\d+)?(?:[+-]\d{4})?$/.test(value);
}

function contactOf(system: string | undefined, value: string): IdentifierClass {
  if (system === 'email' || value.includes('@')) return 'EMAIL';
  if (system === 'fax') return 'FAX';
  if (system === 'url' || /^https?:/i.test(value)) return 'URL';
  return 'PHONE';
}

function identifierOf(system: string | undefined, resource: string | undefined): IdentifierClass {
  if (/us-ssn|2\.16\.840\.1\.113883\.4\.1$/i.test(system ?? '')) return 'SSN';
  if (/npi|dea|licen[cs]e|passport|driver/i.test(system ?? '')) return 'LICENSE';
  if (/member|subscriber|coverage|medicare|medicaid|mbi/i.test(system ?? '')) return 'HEALTH_PLAN_ID';
  return resource === 'Patient' ? 'MRN' : resource === 'Device' ? 'DEVICE' : 'OTHER_ID';
}

/** What a reference shows of people is their name; of a code, its words. */
function displayOf(holder: string, reference: string | undefined): FieldRule {
  if (/^(?:coding|code|valueCoding|class|type|category)$/.test(holder)) return 'keep';
  if (
    /^(?:Organization|Location|Medication|Substance|Device|Questionnaire|PlanDefinition)/.test(
      reference ?? '',
    )
  )
    return 'text';
  const person =
    /^(?:subject|patient|individual|performer|author|actor|asserter|recorder|requester|practitioner|provider|member|agent|who|sender|recipient|responsible|generalPractitioner|beneficiary|policyHolder|participant|attester|party|interpreter|primaryPerformer)$/;
  if (person.test(holder) || /(?:Patient|Practitioner|RelatedPerson|Person)\//.test(reference ?? ''))
    return 'NAME';
  return reference === undefined ? 'text' : 'NAME';
}

const ORGANISATIONS =
  /organization|organisation|custodian$|manufacturer|manufacturedProduct|manufacturedMaterial|playingEntity|device|participantRole$|location|healthCareFacility|asOrganizationPartOf/i;

/** The rule for text or an attribute of a C-CDA document, by its elements; an attribute's name stands last as `@name`. */
export function ccdaRule({ path, beside }: FieldPlace, value: string): FieldRule {
  const last = path.at(-1) ?? '';
  const attribute = last.startsWith('@') ? last.slice(1) : undefined;
  const element = (attribute === undefined ? last : path.at(-2)) ?? '';
  const holder = path.at(attribute === undefined ? -2 : -3) ?? '';
  if (attribute !== undefined) return attributeRule(attribute, element, holder, value, beside);
  if (['given', 'family', 'prefix', 'suffix', 'delimiter'].includes(element)) return 'NAME';
  if (isAddress(holder)) return ADDRESS_PARTS[element] ?? 'ADDRESS';
  if (element === 'name') return path.some((each) => ORGANISATIONS.test(each)) ? 'text' : 'NAME';
  if (element === 'value' && holder === 'observationMedia') return 'PHOTO';
  return 'text';
}

function attributeRule(
  attribute: string,
  element: string,
  holder: string,
  value: string,
  beside: FieldPlace['beside'],
): FieldRule {
  if (element === 'telecom' && attribute === 'value')
    return value === '' ? 'keep' : contactOf(/^fax:/i.test(value) ? 'fax' : undefined, value);
  if (element === 'id' || element === 'setId' || element === 'value') {
    if (attribute === 'extension')
      return beside('@root') === '2.16.840.1.113883.4.1'
        ? 'SSN'
        : /^(?:patientRole|patient)$/.test(holder)
          ? 'MRN'
          : 'OTHER_ID';
    if (attribute === 'root') return /^[0-9a-f-]{36}$/i.test(value) ? 'OTHER_ID' : 'keep';
  }
  if (attribute === 'value') {
    if (
      isDateLike(element, value) ||
      /^(?:birthTime|effectiveTime|time|low|high|center|deceasedTime)$/.test(element)
    )
      return /^\d{5,}/.test(value) ? 'DATE' : lookOf(value) === 'date' ? 'DATE' : 'keep';
    return undefined;
  }
  if (VOCABULARY.has(attribute) || /^xmlns|^xsi:/.test(attribute)) return 'keep';
  if (attribute === 'ID' || attribute === 'styleCode' || attribute === 'unit') return 'keep';
  return 'text';
}
