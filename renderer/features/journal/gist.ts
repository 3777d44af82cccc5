import type { Entry } from '../../../shared/formats/journal/index.ts';
import { formatBytes, formatCount, plural } from '../../ui/format.ts';
import { toolWord } from '../../ui/words.ts';

type Body = Entry['body'];

/** An entry in a few words, from its body alone; nothing where the kind says it all. */
export function gistOf(entry: Pick<Entry, 'kind' | 'phase' | 'body'>): string {
  const { body } = entry;
  if (entry.phase === 'outcome' && body.ok === false) {
    return text(body, 'message') ?? text(body, 'unknown') ?? `failed: ${text(body, 'code') ?? 'unknown'}`;
  }
  return (GISTS[entry.kind]?.(body, entry.phase) ?? text(body, 'reason') ?? '').trim();
}

type Gist = (body: Body, phase: Entry['phase']) => string | undefined;

const GISTS: Partial<Readonly<Record<Entry['kind'], Gist>>> = {
  'access.refused': (body) => join(text(body, 'verb'), text(body, 'reason')),
  'dataset.import': (body, phase) =>
    phase === 'intent'
      ? join(text(body, 'format')?.toUpperCase(), size(body))
      : join(text(body, 'table'), count(body, 'rows', 'row')),
  'content.purpose_stated': (body) => join(text(body, 'purpose'), '·', text(body, 'reason')),
  'dataset.viewed': (body) => join(text(body, 'what'), version(body, 'version')),
  'dataset.export': (body, phase) =>
    phase === 'intent'
      ? join(text(body, 'format'), text(body, 'purpose'))
      : join(count(body, 'rows', 'row'), size(body)),
  'dataset.source_fate': (body) => join(text(body, 'fate'), text(body, 'reason')),
  'conversation.export': (body, phase) =>
    phase === 'intent' ? text(body, 'purpose') : join(count(body, 'lines', 'line'), size(body)),
  'transfer.in': (body) => join(text(body, 'what'), medium(body), size(body)),
  'transfer.refused': (body) => join(text(body, 'what'), text(body, 'why')),
  'transfer.out': (body, phase) =>
    phase === 'intent'
      ? join(text(body, 'what'), medium(body), text(body, 'protection'), text(body, 'recipient'))
      : size(body),
  'backup.restored': (body) => text(body, 'accepted') ?? text(body, 'reason'),
  'clipboard.copied': (body) => join(count(body, 'characters', 'character'), text(body, 'reason')),
  'clipboard.refused': (body) => count(body, 'characters', 'character'),
  'payload.erase': (body, phase) =>
    phase === 'intent'
      ? join(count(body, 'payloads', 'payload'), text(body, 'reason'))
      : count(body, 'erased', 'key'),
  'model.pin': (body) => join(text(body, 'name'), size(body)),
  'model.load': (body) => text(body, 'name') ?? text(body, 'backend'),
  'model.call': (body, phase) =>
    phase === 'intent'
      ? count(body, 'promptTokens', 'prompt token')
      : count(body, 'answerTokens', 'answer token'),
  'run.started': (body) => join(text(body, 'template'), text(body, 'purpose'), text(body, 'deidProfile')),
  'run.state_changed': (body) => join(words(text(body, 'from')), '→', words(text(body, 'to'))),
  'run.ended': (body) =>
    join(words(text(body, 'state')), count(body, 'calls', 'call'), count(body, 'denials', 'denial')),
  'step.started': (body) => count(body, 'findings', 'finding'),
  'step.ended': (body) =>
    join(
      number(body, 'closed'),
      'closed,',
      number(body, 'refused'),
      'refused,',
      number(body, 'open'),
      'open',
    ),
  'tool.decided': (body) => join(tool(body), decision(body)),
  'tool.denied': (body) => join(tool(body), text(body, 'ruleId'), text(body, 'reason')),
  'tool.call': (body, phase) => (phase === 'intent' ? tool(body) : version(body, 'datasetVersion')),
  'approval.requested': (body) => join(tool(body), text(body, 'ruleId')),
  'approval.answered': (body) => join(text(body, 'answer'), text(body, 'reason')),
  'artefact.write': (body, phase) => (phase === 'intent' ? text(body, 'file') : size(body)),
  'attestation.sign': (body) => join(words(text(body, 'artefact')), text(body, 'meaning')),
  'report.issue': (body, phase) =>
    phase === 'intent' ? text(body, 'kind') : join(count(body, 'pages', 'page'), size(body)),
  'journal.checkpoint': (body) => join('size', number(body, 'size'), words(text(body, 'reason'))),
  'journal.viewed': (body) => text(body, 'what'),
  'integrity.verified': (body) => join(text(body, 'verdict'), 'size', number(body, 'size')),
  'epoch.began': (body) => join('epoch', number(body, 'epoch')),
  'integrity.log_cut': (body) =>
    text(body, 'told') === 'nobody' ? 'nobody was told of what is missing' : 'an entry may be missing',
  'workspace.opened': (body) => `version ${text(body, 'appVersion') ?? ''}`,
};

function text(body: Body, name: string): string | undefined {
  const value = body[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function number(body: Body, name: string): string | undefined {
  const value = body[name];
  return typeof value === 'number' ? formatCount(value) : undefined;
}

function count(body: Body, name: string, one: string): string | undefined {
  const value = body[name];
  return typeof value === 'number' ? plural(value, one) : undefined;
}

function size(body: Body): string | undefined {
  const value = body.sizeBytes;
  return typeof value === 'number' ? formatBytes(value) : undefined;
}

/** `removable stick-3`: the medium that something crossed the border on. */
function medium(body: Body): string | undefined {
  const value = body.medium;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const { kind, label } = value;
  return typeof kind !== 'string' ? undefined : typeof label === 'string' ? `${kind} ${label}` : kind;
}

function version(body: Body, name: string): string | undefined {
  const value = number(body, name);
  return value === undefined ? undefined : `version ${value}`;
}

function tool(body: Body): string | undefined {
  const name = text(body, 'tool');
  return name === undefined ? undefined : toolWord(name);
}

function decision(body: Body): string | undefined {
  const value = body.decision;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const { behaviour, ruleId } = value;
  return typeof behaviour === 'string' && typeof ruleId === 'string'
    ? `${behaviour} by ${ruleId}`
    : undefined;
}

function words(name: string | undefined): string | undefined {
  return name?.replaceAll('_', ' ');
}

function join(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined).join(' ');
}
