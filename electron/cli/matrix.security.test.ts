import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CommanderError, type Command } from 'commander';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { Problem, ROLES, type PersonId, type Role } from '../../shared/domain/index.ts';
import { CONTRACT, VERB_NAMES, type VerbDefinition, type VerbName } from '../../shared/ipc/index.ts';
import { sampleOf, SAMPLE_UUID } from '../testing/sample/index.ts';
import { createDispatch, type Application, type Handlers } from '../verbs/index.ts';
import { createProgram, everyCommand } from './program.ts';

// SEC-02 on the command line: every pair of role and command, as registered. The commands and the door are the real
// ones; behind the door each verb answers with a sample of what the contract says it answers.

const ID = SAMPLE_UUID;
const [A, B] = ['2026-01-01', '2026-01-31'];

/**
 * How each command is called, and which verbs it comes through, in order. A command that is not here fails
 * the test below, so that a new one says what it needs.
 */
const COMMANDS: Readonly<Record<string, readonly [argv: string, ...verbs: VerbName[]]>> = {
  'datasets import': ['FILE', 'datasets.chooseFile', 'datasets.importFile'],
  'datasets erase': [
    `${ID} --certificate OUT --reason because --confirm ${ID.slice(0, 8)}`,
    'datasets.erase',
  ],
  'datasets list': ['', 'datasets.list'],
  'datasets damaged': ['', 'datasets.listDamaged'],
  'datasets export': [
    `--dataset ${ID} --out OUT --purpose because --recipient sample`,
    ...(['datasets.list', 'datasets.lintCodes', 'datasets.exportTable'] as const),
  ],
  'datasets fate': [`${ID} deleted --reason because`, 'datasets.recordSourceFate'],
  'pipelines run': [
    `--template sample --dataset ${ID} --compliance hipaa --purpose quality`,
    ...(['datasets.list', 'runs.start', 'runs.get'] as const),
  ],
  'runs list': ['', 'runs.list'],
  'runs show': [ID, 'runs.get'],
  'runs resume': [ID, 'runs.resume', 'runs.get'],
  'runs sign': [ID, 'runs.getStatement', 'runs.signStatement'],
  'approvals list': ['', 'approvals.list'],
  'approvals show': [ID, 'approvals.open'],
  'approvals pace': ['', 'approvals.getPace'],
  'approvals answer': [`${ID} --approve --reason because`, 'approvals.answer'],
  'agents list': ['', 'agents.list'],
  'agents release': ['sample --reason because', 'agents.release'],
  'people list': ['', 'people.list'],
  'people propose': ['newcomer --role viewer --reason because', 'people.list', 'people.propose'],
  'people decline': ['sample --reason because', 'people.list', 'people.decline'],
  'people remove': ['sample --reason because', 'people.list', 'people.remove'],
  'people agree': ['sample', 'people.list', 'people.agree'],
  'people deputy': ['sample --role compliance --reason because', 'people.list', 'people.proposeDeputy'],
  'people end-deputy': ['sample --reason because', 'people.list', 'people.endDeputy'],
  'people ceremonies': ['', 'ceremonies.list'],
  'people accounts list': ['', 'accounts.list', 'people.list'],
  'people accounts agree': ['sample', 'accounts.list', 'accounts.agree', 'people.list'],
  'people accounts decline': ['sample', 'accounts.list', 'accounts.decline', 'people.list'],
  'people accounts unlink': ['sample --reason because', 'people.list', 'accounts.unlink'],
  'people password': ['', 'people.changePassword'],
  'people second-factor enrol': ['', 'people.offerSecondFactor', 'people.enrolSecondFactor'],
  'people second-factor remove': ['123456', 'people.removeSecondFactor'],
  'service-keys list': ['', 'serviceKeys.list'],
  'service-keys propose': [
    `sample --template sample --dataset ${ID} --compliance hipaa --purpose quality --reason because`,
    'serviceKeys.propose',
  ],
  'service-keys create': [`${ID} --out OUT`, 'serviceKeys.list', 'serviceKeys.make'],
  'service-keys rotate': [`${ID} --out OUT`, 'serviceKeys.list', 'serviceKeys.rotate'],
  'service-keys decline': [`${ID} --reason because`, 'serviceKeys.list', 'serviceKeys.decline'],
  'service-keys revoke': [`${ID} --reason because`, 'serviceKeys.list', 'serviceKeys.revoke'],
  'audit generate': [`--run ${ID} --out OUT`, 'reports.issue', 'reports.save'],
  'audit prove': ['--entry 1 --out OUT', 'audit.prove'],
  'audit witness status': ['', 'audit.getWitnessState'],
  'audit witness export': ['--out OUT', 'audit.exportWitness'],
  'audit witness sign': ['FILE --out OUT', 'audit.signWitness'],
  'audit witness import': ['FILE', 'audit.importWitness', 'audit.getWitnessState'],
  'audit drill': ['', 'audit.drill'],
  'audit export': [`--format csv --from ${A} --to ${B} --out OUT --purpose because`, 'audit.exportEntries'],
  'audit sample': [
    `--population exports --seed sample --size 1 --from ${A} --to ${B} --out OUT --purpose because`,
    'audit.drawSample',
  ],
  'audit signer show': ['', 'signing.getSigner'],
  'audit signer request': ['--name sample --organisation sample --out OUT', 'signing.requestCertificate'],
  'audit signer certificate': ['FILE', 'signing.importCertificate'],
  'audit signer key-file': ['FILE --key-password-file PASSWORDS', 'signing.importKeyFile'],
  'audit signer token': ['--module FILE --pin-file PASSWORDS', 'signing.useToken'],
  'audit signer workspace': ['', 'signing.useWorkspaceKey'],
  'audit countersign': [`--report ${ID} --out OUT`, 'signing.countersign'],
  'report run': [`--run ${ID} --out OUT`, 'reports.issue', 'reports.save'],
  ...Object.fromEntries(
    ['period', 'access', 'activity', 'deidentification', 'denials', 'integrity'].map((kind) => [
      `report ${kind}`,
      [`--from ${A} --to ${B} --out OUT`, 'reports.issuePeriod', 'reports.save'],
    ]),
  ),
  'report list': ['', 'reports.list'],
  'conversations export': [
    `--run ${ID} --out OUT --purpose because --recipient sample`,
    'conversations.export',
  ],
  'workspace erase': [
    `--agreed-by sample --certificate OUT --reason because --confirm ${ID.slice(0, 8)}`,
    'workspace.erase',
  ],
  'transfers list': ['', 'transfers.list'],
  'transfers export': ['--out OUT --purpose because', 'transfers.export'],
  'payloads erase': [`--entry 1 --certificate OUT --reason because --confirm 1`, 'payloads.erase'],
  'backup list': ['', 'backup.getState'],
  'backup schedule set': ['--every 24 --into FOLDER', 'backup.setSchedule'],
  'backup schedule end': ['', 'backup.endSchedule'],
  'backup write': ['--out OUT', 'backup.write'],
  'backup drill': ['FOLDER', 'backup.drill'],
  'keys show': ['', 'keys.get'],
  'keys rotate': ['--reason because', 'keys.rotate'],
  'keys continue': ['', 'keys.goOn'],
  'keys custody show': ['', 'keys.get'],
  'keys custody move': ['passwords --reason because', 'keys.moveCustody'],
  'keys ask': ['--reason because', 'keys.ask'],
  'recovery status': ['', 'recovery.get'],
  'recovery make': ['--out OUT --witness sample --reason because', 'recovery.makeSheets'],
  'recovery drill': ['--sheet-file FILE', 'recovery.drill'],
  'admin break-glass status': ['', 'emergency.get'],
  'admin break-glass begin': [
    `--dataset ${ID} --reason other --note-file FILE --code-file FILE`,
    ...(['emergency.get', 'emergency.begin'] as const),
  ],
  'admin break-glass drill': ['--code-file FILE', 'emergency.get', 'emergency.drill'],
  'admin break-glass rows': [
    `--dataset ${ID} --code-file FILE`,
    ...(['emergency.get', 'emergency.resume', 'emergency.describeTable', 'emergency.getRows'] as const),
  ],
  'admin break-glass prompt': [
    `${ID} ${ID} --code-file FILE`,
    ...(['emergency.get', 'emergency.resume', 'emergency.getPrompt'] as const),
  ],
  'admin break-glass end': ['1', 'emergency.end'],
  'admin break-glass make': ['--out OUT --witness sample --reason because', 'emergency.makeEnvelope'],
  'admin break-glass void': ['--reason because', 'emergency.voidEnvelope'],
  'admin break-glass seen': ['1', 'emergency.confirmSeen'],
  'admin break-glass note': ['1', 'emergency.getNote'],
  'admin break-glass review': ['1 --judgement justified --reason because', 'emergency.review'],
  'policy list': ['', 'policy.list'],
  'policy show': ['', 'policy.get'],
  'policy check': [ID, 'policy.check'],
  'policy draft': ['FILE --name sample', 'policy.draft'],
  'policy replay': [ID, 'policy.replay'],
  'policy diff': [`shipped ${ID}`, 'policy.diff'],
  'policy activate': [`${ID} --reason because`, 'policy.activate'],
  'policy withdraw': [`${ID} --reason because`, 'policy.withdraw'],
  'policy explain': ['1', 'policy.explain'],
  'policy pack trust': ['FILE', 'policy.trustSite'],
  'policy pack import': ['FILE', 'policy.importPack'],
  'phi measure': [`--dataset ${ID}`, 'phi.measure'],
  'device show': ['', 'device.get'],
  'device admit': [`CODE --reason because --account ${'0'.repeat(16)}`, 'device.get', 'device.admit'],
  'device dismiss': [`${'0'.repeat(16)} --reason because`, 'device.dismiss'],
  'device shut-out': [`${'0'.repeat(16)} --reason because`, 'device.shutOut'],
  'device move': ['keychain --reason because', 'device.move'],
  posture: ['', 'posture.get'],
  'posture accept': ['--reason because', 'posture.acceptNetwork'],
  'posture strict': ['on --reason because', 'posture.setStrict'],
};

/** Commands that come before any role, and why. */
const WITHOUT_ROLE: Readonly<Record<string, string>> = {
  'workspace create': 'makes the first people',
  'pipelines list': 'what ships, without signing in',
  'audit begin-epoch': 'signs in by itself; the desk checks the role (compose.test.ts)',
  'audit pin': 'keeps a fingerprint for this user, in no workspace',
  'audit verify': 'reads files without opening a workspace for work',
  'backup restore': 'makes a workspace where none is',
  'backup verify': 'reads a backup without opening a workspace for work',
  'device ask': 'nobody can sign in under this user of the system yet',
  'recovery use': 'proven by the sheets; nobody is signed in',
  'config validate': 'reads the shipped files',
  'policy pack make-key': 'a key of the site, in no workspace',
  'policy pack sign': 'with the key of the site, in no workspace',
  'policy pack verify': 'reads two files',
  'phi redact': 'a file that the person has in clear already, in no workspace',
  'phi lint': 'a file that the person has in clear already, in no workspace',
  'phi eval': 'two files that the person has in clear already, in no workspace',
};

/** Answers that a sample cannot make, or that must lead the command on. */
const ANSWERS: Partial<Record<VerbName, unknown>> = {
  'runs.get': { ...(sampleOf(CONTRACT['runs.get'].result, 'output') as object), state: 'finished' },
  'policy.list': { profiles: [], versions: [] },
  'policy.get': {
    version: sampleOf(CONTRACT['policy.list'].result.shape.versions.element, 'output'),
    ...{ text: 'name: sample', rules: [] },
  },
};

const door: { role: Role; seen: string[]; recorded: string[] } = { role: 'viewer', seen: [], recorded: [] };

vi.mock('../compose.ts', () => ({
  composeApplication: (): Promise<Application> => Promise.resolve(behindTheDoor()),
  validateConfiguration: () => Promise.reject(new Error('no command here validates')),
  verifyPath: () => Promise.reject(new Error('no command here verifies')),
  restoreWorkspace: () => Promise.reject(new Error('no command here restores')),
}));

function behindTheDoor(): Application {
  const person = { id: ID as PersonId, name: 'sample', role: door.role };
  const status = {
    ...{ state: 'signed_in' as const, people: [person], person },
    workspace: { id: ID, folder: 'workspace' },
    host: { kind: 'command-line' as const, appVersion: '1' },
  };
  const dispatch = createDispatch({
    handlers: new Proxy({} as Handlers, {
      get: (_, name) => () => {
        const verb = name as VerbName;
        if (verb === 'session.signIn') return Promise.resolve(status);
        door.seen.push(verb);
        return Promise.resolve(ANSWERS[verb] ?? sampleOf(CONTRACT[verb].result, 'output'));
      },
    }),
    signedIn: () => person,
    sessionEnd: () => new AbortController().signal,
    mustEnrol: () => false,
    mustLink: () => false,
    passCode: () => true,
    hasStatedPurpose: () => true,
    takeConfirmation: () => true,
    recordRefusal: (verb) => {
      door.recorded.push(verb);
      return Promise.resolve();
    },
    reportFault: (verb, place) => door.seen.push(`fault in ${verb}: ${place}`),
  });
  return {
    ...{ dispatch, status: () => status, recordRefusal: () => Promise.resolve() },
    ...{ lock: () => Promise.resolve(), close: () => Promise.resolve() },
  };
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'swarm-cli-matrix-'));
  await writeFile(join(folder, 'passwords'), 'a password of tests\nanother password\n');
  await writeFile(join(folder, 'file'), 'name: sample\n');
});
afterAll(() => rm(folder, { recursive: true }));
afterEach(() => {
  process.exitCode = undefined;
});

/** Leaves, and groups that act by themselves, by the words that somebody types. */
function commandsOf(program: Command): string[] {
  const words = (command: Command): string =>
    command.parent === null || command.parent === program
      ? command.name()
      : `${words(command.parent)} ${command.name()}`;
  const acts = (command: Command): boolean =>
    (command as unknown as { _actionHandler: unknown })._actionHandler !== null;
  return [...everyCommand(program)].filter(acts).map(words);
}

it('knows every command that is registered, and no other', () => {
  const known = [...Object.keys(COMMANDS), ...Object.keys(WITHOUT_ROLE)];
  expect(commandsOf(createProgram()).sort()).toEqual(known.sort());
});

it.each(ROLES)('lets %s come through with exactly the verbs of each command', async (role) => {
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const came: unknown[] = [];
  const wanted: unknown[] = [];
  try {
    for (const [words, [argv, ...verbs]] of Object.entries(COMMANDS)) {
      Object.assign(door, { role, seen: [], recorded: [] });
      const refused = verbs.findIndex((verb) => {
        const { roles } = CONTRACT[verb] as VerbDefinition;
        return roles !== 'anyone' && !roles.includes(role);
      });
      const code = await called(words, argv);
      const reached = refused === -1 ? verbs : verbs.slice(0, refused);
      const recorded = refused === -1 ? [] : [verbs[refused]];
      came.push([words, code, door.seen, door.recorded]);
      wanted.push([words, refused === -1 ? 'done' : 'not_allowed', reached, recorded]);
    }
    expect(came).toEqual(wanted);
  } finally {
    vi.restoreAllMocks();
  }
});

async function called(words: string, argv: string): Promise<string> {
  const places: Record<string, string> = {
    FILE: join(folder, 'file'),
    FOLDER: folder,
    OUT: join(folder, 'out'),
    PASSWORDS: join(folder, 'passwords'),
  };
  const typed = argv.split(' ').flatMap((word) => (word === '' ? [] : [places[word] ?? word]));
  const common = ['--user', 'sample', '--password-file', join(folder, 'passwords'), '--workspace', folder];
  try {
    await createProgram().parseAsync([...common, ...words.split(' '), ...typed], { from: 'user' });
    return 'done';
  } catch (error) {
    if (error instanceof Problem) return error.code === 'check_failed' ? 'done' : error.code;
    return error instanceof CommanderError ? error.message : String(error);
  }
}

it('comes with every command through verbs of the contract alone', () => {
  const used = new Set(Object.values(COMMANDS).flatMap(([, ...verbs]) => verbs));
  expect([...used].filter((verb) => !VERB_NAMES.includes(verb))).toEqual([]);
});
