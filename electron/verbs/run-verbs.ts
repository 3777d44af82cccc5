import {
  Problem,
  type DatasetId,
  type DeidProfile,
  type Finding,
  type RunId,
  type Sha256Hex,
} from '../../shared/domain/index.ts';
import type { EntryContext } from '../../shared/formats/index.ts';
import type { RunSummary } from '../../shared/ipc/index.ts';
import { localTimeOf, systemClock, workstationName } from '../core/index.ts';
import { authorize, type Catalogue } from '../governance/index.ts';
import { createKnownSearch } from '../runtime/phi/index.ts';
import { numberFindings } from '../runtime/findings/index.ts';
import {
  promptPayloads,
  readStatement,
  statementView,
  type RunModel,
  type Started,
} from '../runtime/run/index.ts';
import { TRANSFORM_TOOLS, usualAnswer } from '../runtime/tools/index.ts';
import type { Content } from './content.ts';
import { actorOf, contextOf, lookContextOf } from './actor.ts';
import type { Notify } from './application.ts';
import { countWaiting } from './approval-verbs.ts';
import { startingVersion } from './data-origin.ts';
import type { Desk } from './desk/desk.ts';
import type { Handlers } from './dispatch.ts';
import { nameOf } from './people.ts';
import { entriesOf, runOf } from './run-entries.ts';
import { redactTyped } from './typed-text.ts';

type Names =
  | 'runs.checkDry'
  | 'runs.start'
  | 'runs.resume'
  | 'runs.cancel'
  | 'runs.keepGoing'
  | 'runs.list'
  | 'runs.get'
  | 'runs.getPrompt'
  | 'runs.getDifferences'
  | 'runs.getStatement'
  | 'runs.signStatement';

/** Raw cells shown beside a prompt. */
const CELLS_SHOWN = 20;

/** Running pipelines, and looking at runs. */
export function runVerbs(desk: Desk<Content>, catalogue: Catalogue, notify: Notify): Pick<Handlers, Names> {
  return {
    'runs.checkDry': (args, { signal }) => checkDry(desk, catalogue, args, signal),

    'runs.start': async ({ dataset, model, ...request }, caller) => {
      const version = await startOf(desk, dataset, request.deidProfile);
      await refuseKnownValue(desk.content, dataset, request.reference);
      const started = await desk.content.engine.start({
        request: { ...request, dataset, version },
        actor: operatorOf(caller.person),
        model: await findModel(desk.content, model),
      });
      return { run: started.run };
    },

    'runs.resume': async ({ run }, caller) => {
      await resumeRun(desk, run, actorOf(caller.person));
      return { run };
    },

    'runs.cancel': async ({ run }, caller) => {
      await desk.content.engine.cancel(run, actorOf(caller.person));
      // What it asked people went with it.
      notify('approvals.changed', { waiting: await countWaiting(desk, systemClock.wallMs()) });
      return {};
    },

    'runs.keepGoing': async ({ run, reason, password }, caller) => {
      const { id } = operatorOf(caller.person);
      const start = (await entriesOf(desk, run)).find(({ kind }) => kind === 'run.started');
      if (start?.actor.id !== id)
        throw new Problem('not_allowed', 'only who started a run lets it go on alone', 'Ask its operator.');
      await desk.confirmPassword(password);
      const { content } = desk;
      if (!content.engine.live.includes(run)) throw notGoingOn();
      await desk.journal.event(
        'run.kept_going',
        { reason: await redactTyped(desk, reason) },
        { ...contextOf(caller), run },
      );
      content.keepGoing(run);
      return {};
    },

    'runs.list': async () => {
      const starts = await desk.journal.read.ofKinds(['run.started']);
      const runs: RunSummary[] = [];
      for (const { entry } of starts.toReversed())
        if (entry.run !== undefined) runs.push(await runOf(desk, entry.run));
      return runs;
    },

    'runs.get': ({ run }) => runOf(desk, run),

    'runs.getPrompt': async ({ run, call }, caller) => {
      const entries = await entriesOf(desk, run);
      const [ref] = promptPayloads(entries, call);
      if (ref === undefined)
        throw new Problem('not_found', 'nothing was said in this call', 'Choose another call.');
      const said = JSON.parse(
        Buffer.from(await desk.content.payloads.get('conversation_history', ref)).toString('utf8'),
      ) as {
        prompt?: string;
        answer?: string;
      };
      const view = await runOf(desk, run);
      const column = view.callList.find(({ id }) => id === call)?.finding?.column;
      await desk.journal.event(
        'dataset.viewed',
        { dataset: view.dataset, version: view.versions.before, what: 'prompt' },
        { ...lookContextOf(caller), run, call },
      );
      return {
        prompt: said.prompt ?? '',
        answer: said.answer ?? '',
        ...(column === undefined ? {} : { column }),
        rawCells:
          column === undefined
            ? []
            : await firstCells(desk.content, view.dataset, view.versions.before, column),
      };
    },

    'runs.getDifferences': async ({ run, call }, caller) => {
      const view = await runOf(desk, run);
      const version = versionMadeBy(await entriesOf(desk, run), call);
      if (version === undefined)
        throw new Problem('not_found', 'this call changed nothing', 'Choose another call.');
      await desk.journal.event(
        'dataset.viewed',
        { dataset: view.dataset, version, what: 'differences' },
        { ...lookContextOf(caller), run, call },
      );
      const { record, examples } = await desk.content.datasets.differences(view.dataset, version);
      return { record, examples: [...examples] };
    },

    'runs.getStatement': async ({ run }) =>
      statementView(await readStatement({ artefacts: desk.content.runFiles }, run)),

    'runs.signStatement': async ({ run, password, meaning, reasons }, caller) => {
      await desk.confirmPassword(password);
      await desk.content.engine.signStatement(run, {
        actor: actorOf(caller.person),
        name: nameOf(desk.everyone, actorOf(caller.person).id),
        meaning,
        ...(reasons === undefined ? {} : { reasons }),
      });
      return runOf(desk, run);
    },
  };
}

/** A reference stands in entries and reports, so it must be none of the table's own numbers. @throws Problem `invalid_input` */
export async function refuseKnownValue(
  content: Content,
  dataset: DatasetId,
  reference: string | undefined,
): Promise<void> {
  if (reference === undefined) return;
  const { identifiers } = await content.dictionary.read();
  const holdsKnown = createKnownSearch([...(await content.datasets.knownValues(dataset)), ...identifiers]);
  if (!holdsKnown(reference)) return;
  throw new Problem(
    'invalid_input',
    'the reference is a value of the table, so it cannot stand in the journal',
    'Give the number under which the agreement or the method is filed.',
  );
}

/** Takes up a run that waited, with the model it began with. @throws Problem as the engine says */
export async function resumeRun(
  desk: Desk<Content>,
  run: RunId,
  actor: EntryContext['actor'],
): Promise<Started> {
  const used = startedWith(await entriesOf(desk, run));
  return desk.content.engine.resume(run, await findModel(desk.content, used), actor);
}

function operatorOf(person: Parameters<typeof actorOf>[0]): {
  id: NonNullable<typeof person>['id'];
  role: NonNullable<typeof person>['role'];
} {
  const { role } = actorOf(person);
  if (person === undefined) throw new Error('an actor without a person');
  return { id: person.id, role };
}

function notGoingOn(): Problem {
  return new Problem('wrong_usage', 'the run is not going on', 'Look at its state.');
}

/** The model with this hash; the first bundled one where none is named. @throws Problem `not_found` */
export async function findModel(content: Content, sha256?: string): Promise<RunModel> {
  const models = await content.models();
  const model = sha256 === undefined ? models[0] : models.find(({ view }) => view.sha256 === sha256);
  if (model === undefined)
    throw new Problem(
      'not_found',
      'the model is not pinned in this workspace',
      'Pin its file first, then start the run.',
    );
  const { view, path, contextTokens, findingsPerConversation } = model;
  return { name: view.name, path, sha256: view.sha256, contextTokens, findingsPerConversation };
}

function startedWith(entries: Awaited<ReturnType<typeof entriesOf>>): Sha256Hex | undefined {
  const start = entries.find(({ kind }) => kind === 'run.started');
  return start?.body.modelSha256 as Sha256Hex | undefined;
}

function versionMadeBy(entries: Awaited<ReturnType<typeof entriesOf>>, call: string): number | undefined {
  const outcome = entries.find(
    (entry) => entry.kind === 'tool.call' && entry.phase === 'outcome' && entry.call === call,
  );
  const intent = entries.find(({ seq }) => seq === outcome?.intent);
  if (outcome?.body.ok !== true || intent === undefined) return undefined;
  const after = Number(outcome.body.datasetVersion);
  return after === Number(intent.body.datasetVersion) ? undefined : after;
}

async function firstCells(
  content: Content,
  dataset: Parameters<Content['datasets']['readRows']>[0],
  version: number,
  column: string,
): Promise<(string | null)[]> {
  const page = await content.datasets.readRows(dataset, version, 0, CELLS_SHOWN);
  const at = page.columns.indexOf(column);
  return at === -1 ? [] : page.rows.map((row) => row[at] ?? null);
}

/** The version that a run under this profile works on. @throws Problem `not_found` */
async function startOf(desk: Desk<Content>, dataset: DatasetId, profile: DeidProfile): Promise<number> {
  const { versions } = await desk.content.datasets.get(dataset);
  return startingVersion(
    desk,
    dataset,
    profile,
    versions.map(({ version }) => version),
  );
}

/** What policy would say to the usual answer of every finding, without asking any model. */
async function checkDry(
  desk: Desk<Content>,
  catalogue: Catalogue,
  args: Parameters<Handlers['runs.checkDry']>[0],
  signal: AbortSignal,
): ReturnType<Handlers['runs.checkDry']> {
  const { template, dataset, purpose, deidProfile, complianceProfile, target } = args;
  const pipeline = catalogue.pipelines.get(template);
  if (pipeline === undefined)
    throw new Problem('not_found', `there is no pipeline \`${template}\``, 'List them: swarm pipelines list');
  const profile = catalogue.profiles.get(complianceProfile);
  if (profile === undefined)
    throw new Problem(
      'not_found',
      `there is no compliance profile \`${complianceProfile}\``,
      `There are: ${[...catalogue.profiles.keys()].join(', ')}.`,
    );
  const { datasets } = desk.content;
  const detail = await datasets.get(dataset, await startOf(desk, dataset, deidProfile));
  const calls: Awaited<ReturnType<Handlers['runs.checkDry']>>['calls'] = [];
  let known: Finding[] = [];
  for (const step of pipeline.file.steps) {
    const drafts = await datasets.findings(
      dataset,
      detail.version,
      {
        purpose,
        deidProfile,
        decided: [],
        kinds: step.findings,
        ...(target === undefined ? {} : { target }),
      },
      { signal },
    );
    const numbered = numberFindings(known, drafts);
    known = [...known, ...numbered];
    for (const finding of numbered) {
      const { tool, extraArgs } = usualAnswer(finding, { purpose, deidProfile });
      const toolArgs = { finding: finding.id, table: finding.table, column: finding.column, ...extraArgs };
      const transform = TRANSFORM_TOOLS.get(tool);
      const { valuesLost } = await datasets.estimate(dataset, detail.version, tool, toolArgs, {
        redaction: await desk.content.orderOf({ profile: deidProfile, realistic: false, session: 'dry' }),
        signal,
      });
      const decision = authorize(
        {
          by: 'agent',
          agent: step.agent,
          role: 'operator',
          tool,
          effect: transform?.effect ?? 'control',
          args: toolArgs,
          labels: detail.columns.find(({ name }) => name === finding.column)?.labels ?? [],
          purpose,
          complianceProfile,
          deidProfile,
          valuesLost,
        },
        profile.policy,
        {
          allowedTools: catalogue.agents.get(step.agent)?.allowed_tools,
          workstation: workstationName(),
          localTime: localTimeOf(systemClock.wallMs()),
        },
      );
      calls.push({
        finding,
        tool,
        behaviour: decision.behaviour,
        ruleId: decision.ruleId,
        reason: decision.reason,
      });
    }
  }
  return { calls };
}
