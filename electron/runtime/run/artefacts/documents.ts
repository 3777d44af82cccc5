import {
  COVERAGE,
  withholdSmallCounts,
  type ColumnInfo,
  type Coverage,
  type DeidMethod,
  type DeidProfile,
  type IdentifierClass,
  type RunId,
} from '../../../../shared/domain/index.ts';
import type { Entry, LedgerItem } from '../../../../shared/formats/index.ts';
import type { TableFacts } from '../../gate/index.ts';
import { METHOD, PROFILE_WORDS } from '../../phi/index.ts';

// Artefacts that are figures only: they may leave with the results, so small counts are withheld.

/** The table before and after, column by column. */
export function dataProfile(before: TableFacts, after: TableFacts, threshold: number): unknown {
  const figures = ({ name, type, labels, profile }: ColumnInfo): unknown => ({
    name,
    type,
    labels,
    ...withholdSmallCounts({ missing: profile.missing, distinct: profile.distinct }, threshold, false),
    identifierHits: withholdSmallCounts({ hits: profile.identifierHits }, threshold, false).hits,
  });
  const table = ({ table: name, rows, columns, snapshotSha256 }: TableFacts): unknown => ({
    table: name,
    snapshotSha256,
    rows: withholdSmallCounts({ rows }, threshold, false).rows,
    columns: columns.map(figures),
  });
  return { format: 'swarm-clinical/data-profile', version: 1, before: table(before), after: table(after) };
}

export interface Deidentification {
  readonly format: 'swarm-clinical/deidentification';
  readonly version: 1;
  readonly columnsRemoved: readonly { readonly column: string; readonly was: string }[];
  readonly redactedInText: Readonly<Record<string, number | 'withheld'>>;
  readonly decisions: readonly {
    readonly finding: string;
    readonly kind: string;
    readonly column: string;
    readonly detail: string;
    readonly state: string;
    readonly tool: string | undefined;
  }[];
  readonly stillLabelled: readonly { readonly column: string; readonly labels: readonly string[] }[];
  /** How identifiers were found, by which lists. */
  readonly method: DeidMethod;
  /** What took their place, and what the profile rests on. */
  readonly profile: {
    readonly name: DeidProfile;
    readonly is: string;
    readonly reference: string | undefined;
  };
  /** All classes of 45 CFR 164.514(b)(2)(i): what is done about each, what needs a person, and what is left. */
  readonly classes: readonly Coverage[];
  readonly notice: string;
}

const IDENTIFYING = new Set([
  'direct_identifier',
  'patient_key',
  'identifier_in_text',
  'date_pair',
  'date_of_event',
  'zip_code',
  'age_over_89',
  'id_like',
]);
const STILL = new Set<string>(['direct_identifier', 'patient_key']);

/** What was found of identifiers, what was done about each, and what is left. */
export function deidentification(
  ledger: readonly LedgerItem[],
  redactions: Readonly<Partial<Record<IdentifierClass, number>>>,
  after: TableFacts,
  threshold: number,
  request: { readonly deidProfile: DeidProfile; readonly reference?: string | undefined },
): Deidentification {
  const about = ledger.filter(({ finding }) => IDENTIFYING.has(finding.kind));
  const stays = new Set(after.columns.map(({ name }) => name));
  return {
    format: 'swarm-clinical/deidentification',
    version: 1,
    columnsRemoved: about
      .filter(({ finding, state }) => state === 'closed' && !stays.has(finding.column))
      .map(({ finding }) => ({ column: finding.column, was: `${finding.kind} ${finding.detail}` })),
    redactedInText: withholdSmallCounts(redactions as Record<string, number>, threshold, false),
    decisions: about.map(({ finding, state, tool }) => ({
      finding: finding.id,
      kind: finding.kind,
      column: finding.column,
      detail: finding.detail,
      state,
      tool,
    })),
    stillLabelled: after.columns
      .filter(({ labels }) => labels.some((label) => STILL.has(label)))
      .map(({ name, labels }) => ({ column: name, labels })),
    method: METHOD,
    profile: {
      name: request.deidProfile,
      is: PROFILE_WORDS[request.deidProfile],
      reference: request.reference,
    },
    classes: COVERAGE,
    notice:
      'This lists what code found and what was done. It is no claim of Safe Harbor: that needs a person who reviews the text in full and has no actual knowledge of identifiers left.',
  };
}

/** Who touched what in this run, from its entries. */
export function accessAudit(run: RunId, entries: readonly Entry[]): unknown {
  const rows = new Map<string, { count: number; firstMs: number; lastMs: number; patientData: number }>();
  for (const { actor, agent, kind, wallMs, phiAccessed } of entries) {
    const key = JSON.stringify([actor.id, actor.role, agent ?? null, kind]);
    const row = rows.get(key) ?? { count: 0, firstMs: wallMs, lastMs: wallMs, patientData: 0 };
    rows.set(key, {
      count: row.count + 1,
      firstMs: Math.min(row.firstMs, wallMs),
      lastMs: Math.max(row.lastMs, wallMs),
      patientData: row.patientData + (phiAccessed ? 1 : 0),
    });
  }
  return {
    format: 'swarm-clinical/access-audit',
    version: 1,
    run,
    throughSeq: entries.at(-1)?.seq ?? null,
    accesses: [...rows].map(([key, row]) => {
      const [person, role, agent, act] = JSON.parse(key) as [string, string, string | null, string];
      return { person, role, agent, act, ...row };
    }),
  };
}
