import { assertNever, Problem } from '../../../../shared/domain/index.ts';
import { canonicalJson } from '../../../../shared/formats/index.ts';
import { ANSWERING_TOOLS } from '../../tools/index.ts';
import { mannerOf, type Committed, type Ran, type RawResult } from '../call.ts';
import type { GatePorts } from '../ports.ts';
import { entryContext } from '../record.ts';

/** Runs the tool in its worker. Control tools and `keep_column` decide and change nothing. */
export async function runTool(call: Committed, ports: GatePorts): Promise<Ran> {
  const began = ports.clock.monoMs();
  const raw = await resultOf(call, ports);
  return { ...call, raw, toolMs: ports.clock.monoMs() - began };
}

async function resultOf(call: Committed, ports: GatePorts): Promise<RawResult> {
  const { received, tool, args, effect } = call;
  const { dataset, version, signal } = received;
  switch (effect) {
    case 'read':
      return readResult(call, ports);
    case 'control':
      return { version, change: undefined, exported: undefined, text: canonicalJson({ tool }) };
    case 'transform': {
      const applied = await ports.tables.apply(dataset, version, tool, args, mannerOf(received), signal);
      const { record, examples } = applied;
      return {
        version: applied.version,
        change: record,
        exported: undefined,
        text: canonicalJson({ tool, record, examples }),
      };
    }
    case 'export': {
      if (received.by !== 'person' || received.destination === undefined)
        throw new Problem('wrong_usage', 'nobody chose a place to write to', 'Export from the results page.');
      const context = entryContext(received);
      const request = { dataset, version, ...received.destination };
      const exported = await ports.exports.write(request, context, signal);
      return { version, change: undefined, exported, text: canonicalJson({ tool, exported }) };
    }
    case 'egress':
      throw new Problem('unsupported', 'nothing here can reach a network', 'Work with the data you have.');
    case 'promote':
      throw new Problem(
        'unsupported',
        'no model of this name waits for service',
        'Train and review one first.',
      );
    default:
      return assertNever(effect);
  }
}

/** What a reading tool says. It changes nothing; `keep_column` reads nothing either. */
async function readResult(call: Committed, ports: GatePorts): Promise<RawResult> {
  const { received, tool, args, columns } = call;
  const { version } = received;
  const nothingChanged = { version, change: undefined, exported: undefined };
  const answering = ANSWERING_TOOLS.get(tool);
  if (answering !== undefined) {
    const answer = answering.answer(args);
    return { ...nothingChanged, text: canonicalJson({ tool, answer }) };
  }
  if (tool === 'ehr_lookup') {
    const names = columns.map(({ name }) => name);
    const record = await ports.tables.record(received.dataset, version, Number(args.row), names);
    return { ...nothingChanged, text: canonicalJson({ tool, record }) };
  }
  return { ...nothingChanged, text: canonicalJson({ tool }) };
}
