import type { AuditOutcome, AuditRow } from './audit-row.ts';

/**
 * Entries as FHIR R4 AuditEvent (hl7.org/fhir/R4/auditevent.html), laid out as IHE's Basic Audit Log
 * Patterns do (profiles.ihe.net/ITI/BALP): who asked is a person of type IRCP and the requestor, the
 * application is the source or destination of the data, what was touched is a system object, and a
 * transaction entity carries the correlation. BALP's own profiles speak of RESTful interactions, tokens, or
 * one patient; an entry here is none of these, so no profile is claimed. `resources/docs/exports.md` says
 * what is kept.
 */

const DCM = 'http://dicom.nema.org/resources/ontology/DCM';
const PARTICIPATION = 'http://terminology.hl7.org/CodeSystem/v3-ParticipationType';
const ENTITY_TYPE = 'http://terminology.hl7.org/CodeSystem/audit-entity-type';
const ENTITY_ROLE = 'http://terminology.hl7.org/CodeSystem/object-role';
const SOURCE_TYPE = 'http://terminology.hl7.org/CodeSystem/security-source-type';
const BALP_ENTITY = 'https://profiles.ihe.net/ITI/BALP/CodeSystem/BasicAuditEntityType';
/** Names of ours: no network holds them, as RFC 2606 has it. */
const OURS = 'https://swarm-clinical.invalid/fhir';

interface Coding {
  readonly system: string;
  readonly code: string;
  readonly display?: string;
}

/** Classes of events in DICOM's words (PS3.16, context group 400), by the beginning of a kind; the first that fits. */
const TYPES: readonly (readonly [begins: string, type: Coding])[] = [
  ['auth.', dicom('110114', 'User Authentication')],
  ...['person.', 'access.refused', 'emergency.', 'key.', 'policy.', 'posture.'].map(
    (begins) => [begins, dicom('110113', 'Security Alert')] as const,
  ),
  ['dataset.import', dicom('110107', 'Import')],
  ...['dataset.export', 'conversation.export', 'evidence.export', 'sample.draw'].map(
    (begins) => [begins, dicom('110106', 'Export')] as const,
  ),
  ...['report.save', 'witness.export', 'backup.write'].map(
    (begins) => [begins, dicom('110106', 'Export')] as const,
  ),
  ...['journal.viewed', 'integrity.'].map((begins) => [begins, dicom('110101', 'Audit Log Used')] as const),
];
const ACTIVITY = dicom('110100', 'Application Activity');

/** What DICOM tells apart within them (context group 401). */
const SUBTYPES: Readonly<Record<string, Coding>> = {
  'auth.signed_in': dicom('110122', 'Login'),
  'auth.sign_in_failed': dicom('110122', 'Login'),
  'auth.locked': dicom('110123', 'Logout'),
  'person.changed': dicom('110137', 'User security Attributes Changed'),
  'person.removed': dicom('110137', 'User security Attributes Changed'),
  'policy.activated': dicom('110129', 'Security Configuration'),
  'policy.withdrawn': dicom('110129', 'Security Configuration'),
  'emergency.began': dicom('110127', 'Emergency Override Started'),
  'emergency.ended': dicom('110138', 'Emergency Override Stopped'),
  'workspace.opened': dicom('110120', 'Application Start'),
  'workspace.closed': dicom('110121', 'Application Stop'),
};

const ACTIONS = { create: 'C', read: 'R', update: 'U', delete: 'D', execute: 'E' } as const;
/** 0 success, 4 minor failure (AuditEvent.outcome); what is not known yet or any more has none. */
const OUTCOMES: Readonly<Record<AuditOutcome, '0' | '4' | undefined>> = {
  begun: undefined,
  success: '0',
  failure: '4',
  unknown: undefined,
};

/** Application that writes the export, as its records name it. */
export interface Recorder {
  readonly appVersion: string;
}

/** One AuditEvent, ready for a line of NDJSON. */
export function fhirAuditEvent(row: AuditRow, { appVersion }: Recorder): Readonly<Record<string, unknown>> {
  const outcome = OUTCOMES[row.outcome];
  const isPerson = row.actor_id !== 'application';
  return {
    resourceType: 'AuditEvent',
    id: `${row.workspace.slice(0, 8)}-${row.epoch}-${row.seq}`,
    type: typeOf(row.kind),
    subtype: [
      ...(SUBTYPES[row.kind] === undefined ? [] : [SUBTYPES[row.kind]]),
      coding(`${OURS}/event-kind`, row.kind),
      coding(`${OURS}/entry-phase`, row.phase),
      ...(row.decision === null ? [] : [coding(`${OURS}/decision`, row.decision)]),
    ],
    action: ACTIONS[row.action],
    recorded: new Date(row.recorded_at).toISOString(),
    ...(outcome === undefined ? {} : { outcome }),
    ...(row.problem === null ? {} : { outcomeDesc: row.problem }),
    agent: [
      ...(isPerson
        ? [
            {
              type: concept({ system: PARTICIPATION, code: 'IRCP', display: 'information recipient' }),
              role: [concept(coding(`${OURS}/role`, row.actor_role))],
              who: identified(`${OURS}/person`, row.actor_id),
              requestor: true,
            },
          ]
        : []),
      {
        type: concept(
          row.action === 'read' ? dicom('110153', 'Source Role ID') : dicom('110152', 'Destination Role ID'),
        ),
        who: {
          ...identified(`${OURS}/workspace`, row.workspace),
          display: `Swarm Clinical ${appVersion}`,
        },
        requestor: !isPerson,
      },
      ...(row.agent === null
        ? []
        : [
            {
              type: concept(dicom('110150', 'Application')),
              who: identified(`${OURS}/agent`, row.agent),
              name: row.agent,
              requestor: false,
            },
          ]),
    ],
    source: {
      observer: identified(`${OURS}/workspace`, row.workspace),
      type: [{ system: SOURCE_TYPE, code: '1', display: 'User Device' }],
    },
    entity: [
      {
        what: identified(`${OURS}/correlation`, row.correlation),
        type: { system: BALP_ENTITY, code: 'XrequestId' },
      },
      object('entry', `${row.workspace}/${row.epoch}/${row.seq}`, '13', 'Security Resource', [
        ['leaf_sha256', row.leaf_sha256],
        ...present('intent_seq', row.intent_seq),
        ...present('tool', row.tool),
        ...present('rule_id', row.rule_id),
        ...present('detail', row.detail),
        ['phi_accessed', String(row.phi_accessed)],
      ]),
      ...(row.object_type === null || row.object_id === null
        ? []
        : [object(row.object_type.replaceAll(' ', '-'), row.object_id, '4', 'Domain Resource', [])]),
      ...(row.run_id === null ? [] : [object('run', row.run_id, '20', 'Job', [])]),
      ...(row.call_id === null ? [] : [object('call', row.call_id, '20', 'Job', [])]),
    ],
  };
}

function typeOf(kind: string): Coding {
  return TYPES.find(([begins]) => kind.startsWith(begins))?.[1] ?? ACTIVITY;
}

function object(
  what: string,
  id: string,
  role: string,
  roleName: string,
  details: readonly (readonly [type: string, value: string])[],
): Readonly<Record<string, unknown>> {
  return {
    what: identified(`${OURS}/${what}`, id),
    type: { system: ENTITY_TYPE, code: '2', display: 'System Object' },
    role: { system: ENTITY_ROLE, code: role, display: roleName },
    ...(details.length === 0
      ? {}
      : { detail: details.map(([type, valueString]) => ({ type, valueString })) }),
  };
}

function present(name: string, value: string | number | null): (readonly [string, string])[] {
  return value === null ? [] : [[name, String(value)]];
}

function identified(
  system: string,
  value: string,
): { readonly identifier: { system: string; value: string } } {
  return { identifier: { system, value } };
}

function coding(system: string, code: string): Coding {
  return { system, code };
}

function concept(one: Coding): { readonly coding: readonly [Coding] } {
  return { coding: [one] };
}

function dicom(code: string, display: string): Coding {
  return { system: DCM, code, display };
}
