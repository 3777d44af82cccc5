import {
  COLUMN_LABELS,
  withinScope,
  type ColumnInfo,
  type Finding,
} from '../../../../shared/domain/index.ts';
import { canonicalJson } from '../../../../shared/formats/index.ts';
import { sha256Hex } from '../../../core/index.ts';
import { CONTROL_TOOLS, TRANSFORM_TOOLS } from '../../tools/index.ts';
import type { Checked, Parsed, Received } from '../call.ts';
import type { GatePorts, TableFacts, ToolArguments } from '../ports.ts';
import { builtIn } from '../refusal.ts';

/**
 * Checks the arguments by the tool's own schema, and that they speak of what is open here: the finding
 * that was shown, its table, its column. What is hashed, approved and run is the schema's result.
 */
export async function checkArguments(parsed: Parsed, ports: GatePorts): Promise<Checked> {
  const { received } = parsed;
  const tool = TRANSFORM_TOOLS.get(parsed.tool) ?? CONTROL_TOOLS.get(parsed.tool);
  if (tool === undefined) throw builtIn('ARGS-001', 'no such tool is installed');
  const parsedArgs = tool.args.safeParse(parsed.args);
  if (!parsedArgs.success) {
    const places = parsedArgs.error.issues.map((issue) => issue.path.map(String).join('.') || 'all of them');
    throw builtIn('ARGS-001', [...new Set(places)].join(', ').slice(0, 120));
  }
  const args = parsedArgs.data as ToolArguments;
  const table = await ports.tables.describe(received.dataset, received.version);
  const finding = findingOf(received, args);
  if (args.table !== undefined && args.table !== table.table) throw builtIn('ARGS-002', 'table');
  for (const name of ['column', 'other']) {
    if (args[name] !== undefined && !table.columns.some((column) => column.name === args[name]))
      throw builtIn('ARGS-002', name);
  }
  const columns = touchedColumns(parsed, tool.effect === 'export', args, table);
  return {
    ...parsed,
    args,
    effect: tool.effect,
    argsSha256: sha256Hex(canonicalJson(args)),
    finding,
    usual:
      finding && received.by === 'agent'
        ? compareWithUsual(received.usual(finding), parsed.tool, args)
        : undefined,
    table,
    columns,
    labels: COLUMN_LABELS.filter((label) => columns.some(({ labels }) => labels.includes(label))),
    facts: factsOf(received),
  };
}

function findingOf(received: Received, args: ToolArguments): Finding | undefined {
  if (received.by === 'person' || args.finding === undefined) return undefined;
  const finding = received.findings.find(({ id }) => id === args.finding);
  if (finding === undefined) throw builtIn('ARGS-002', 'finding');
  if (finding.table !== args.table || finding.column !== args.column)
    throw builtIn('ARGS-002', 'the column is not that of the finding');
  return finding;
}

function compareWithUsual(
  usual: { readonly tool: Checked['tool']; readonly extraArgs: Readonly<Record<string, string>> },
  tool: Checked['tool'],
  args: ToolArguments,
): Checked['usual'] {
  const same = Object.entries(usual.extraArgs).every(([name, value]) => args[name] === value);
  return { tool: usual.tool, agreed: usual.tool === tool && same };
}

/** A lookup touches what the agent may see and no more; repeated rows are those that agree in every column. */
function touchedColumns(
  { received, tool }: Parsed,
  isExport: boolean,
  args: ToolArguments,
  { columns }: TableFacts,
): readonly ColumnInfo[] {
  if (isExport || tool === 'drop_duplicates') return columns;
  if (tool === 'ehr_lookup')
    return received.by === 'person'
      ? columns
      : columns.filter((column) => withinScope(received.agent, column));
  return columns.filter(({ name }) => name === args.column || name === args.other);
}

function factsOf(received: Received): Checked['facts'] {
  if (received.by === 'person') return {};
  return { allowedTools: received.agent.allowed_tools, limits: received.limits, used: received.used };
}
