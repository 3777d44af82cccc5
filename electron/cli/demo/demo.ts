import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Problem, type DatasetId, type RunId } from '../../../shared/domain/index.ts';
import type { RunView, VerifyView } from '../../../shared/ipc/index.ts';
import { verifyPath } from '../../compose.ts';
import { openZipAes256 } from '../../operations/index.ts';
import { Client, resourcesFolder } from '../client.ts';
import { describeApproval } from '../commands/approvals.ts';
import { printVerdict } from '../commands/audit.ts';
import { sayProtection } from '../commands/protection.ts';
import { followRun } from '../commands/follow.ts';
import { RunPrinter } from '../run-printer.ts';
import { describeMeasured } from '../phi/measured.ts';
import { bar, type Terminal } from '../terminal.ts';
import { inventPeople, type DemoPerson } from './people.ts';
import { readTruth, scoreRun } from './score.ts';
import { flipOneByte, largestFile } from './tamper.ts';

/** The main job, end to end, in a throw-away workspace. Every act goes through the same door as any other. */
export class Demo {
  readonly #terminal: Terminal;
  readonly #folder: string;
  readonly #people = inventPeople();
  readonly #client: Client;
  #failures = 0;

  private constructor(terminal: Terminal, folder: string, client: Client) {
    this.#terminal = terminal;
    this.#folder = folder;
    this.#client = client;
  }

  /** @param folder an empty or new folder; a temporary one unless named */
  static async open(terminal: Terminal, folder?: string): Promise<Demo> {
    const place = folder ?? (await mkdtemp(join(tmpdir(), 'swarm-demo-')));
    await mkdir(place, { recursive: true });
    const client = await Client.open({ userFolder: place, workspaceFolder: join(place, 'workspace') });
    return new Demo(terminal, place, client);
  }

  /** @returns whether everything was as it should be */
  async run(): Promise<boolean> {
    try {
      await this.#createWorkspace();
      const dataset = await this.#importSample();
      const run = await this.#runPipeline(dataset);
      await this.#signStatement(run.id);
      await this.#tryRawExport(dataset);
      await this.#measure(dataset, run);
      const cleaned = await this.#exportCleaned(dataset, run);
      const report = await this.#issueReport(run.id);
      await this.#client.close();
      await this.#verify(report);
      await this.#tamper(report);
      await this.#score(run, cleaned);
      this.#sayWhere(report);
      return this.#failures === 0;
    } finally {
      await this.#client.close();
    }
  }

  async #createWorkspace(): Promise<void> {
    this.#title('A throw-away workspace with three people');
    const { admin, operator, compliance } = this.#people;
    const lines = [admin, operator, compliance].map(
      ({ name, role, password }) => `${name}\t${role}\t${password}\n`,
    );
    await writeFile(join(this.#folder, 'people.txt'), lines.join(''), { mode: 0o600 });
    await this.#client.call('workspace.create', { people: [admin, operator, compliance] });
    this.#terminal.say(
      `${admin.name} runs the machine and opens no patient content, ${operator.name} works with data,`,
    );
    this.#terminal.say(
      `${compliance.name} approves and reports. Encrypted: ${join(this.#folder, 'workspace')}`,
    );
  }

  async #importSample(): Promise<DatasetId> {
    this.#title(`${this.#people.operator.name} imports admissions.csv`);
    await this.#signIn(this.#people.operator);
    const summary = await this.#client.withFile(
      'open',
      join(resourcesFolder, 'samples/admissions.csv'),
      async () => {
        const chosen = await this.#client.call('datasets.chooseFile', {});
        if (chosen === null) throw new Problem('cancelled', 'no file was chosen');
        return this.#withProgress('importing', () =>
          this.#client.call('datasets.importFile', { token: chosen.token }),
        );
      },
    );
    this.#terminal.say(
      `${summary.rows.toLocaleString('en')} rows, ${summary.columns} columns, encrypted at rest in column chunks.`,
    );
    await this.#client.call('datasets.recordSourceFate', {
      dataset: summary.id,
      fate: 'kept',
      reason: 'it is the invented sample that ships with the application',
    });
    this.#terminal.say(
      'The clear source file is on a to-do list until its fate is recorded; done: kept, an invented sample.',
    );
    return summary.id;
  }

  async #runPipeline(dataset: DatasetId): Promise<RunView> {
    this.#title('Pipeline table_readiness under profile hipaa, with the bundled model');
    const printer = new RunPrinter(this.#terminal);
    let run = await followRun(
      this.#client,
      this.#terminal,
      () =>
        this.#client.call('runs.start', {
          template: 'table_readiness',
          dataset,
          purpose: 'quality',
          deidProfile: 'strict',
          complianceProfile: 'hipaa',
          target: 'readmit_30d',
          problem: 'is this table fit for a study of readmissions',
        }),
      printer,
    );
    while (run.state === 'waiting_for_approval') {
      await this.#approve(run.id);
      await this.#signIn(this.#people.operator);
      const { id } = run;
      run = await followRun(
        this.#client,
        this.#terminal,
        () => this.#client.call('runs.resume', { run: id }),
        printer,
      );
    }
    this.#terminal.say();
    this.#terminal.say(
      `${run.callList.length} calls, ${run.denials} denied, ${run.used.tokens.toLocaleString('en')} tokens on ${run.backend}.`,
    );
    this.#terminal.say(
      `The model agreed with the usual answer in ${run.agreedWithUsual} of ${run.decided} decisions; the rest was its own.`,
    );
    if (run.state !== 'awaiting_attestation')
      this.#fail(`the run ended ${run.state}: ${run.problem ?? run.endReason ?? ''}`);
    return run;
  }

  /** The second person answers whatever waits, with a reason and a password. */
  async #approve(run: RunId): Promise<void> {
    const { compliance } = this.#people;
    await this.#signIn(compliance);
    this.#terminal.say();
    await this.#client.call('session.statePurpose', { purpose: 'approval', reason: 'what this run asks' });
    this.#terminal.say(
      `  ${compliance.name} says first what she opens patients’ data for: to answer what this run asks.`,
    );
    for (const { id, state, run: of } of await this.#client.call('approvals.list', {})) {
      if (state !== 'waiting' || of !== run) continue;
      const approval = await this.#client.call('approvals.open', { approval: id });
      this.#terminal.say(
        `  ${this.#terminal.paint('yellow', 'The run waits.')} ${compliance.name} is asked:`,
      );
      for (const line of describeApproval(approval).slice(1)) this.#terminal.say(`  ${line}`);
      const reason = 'the values cannot be read as meant, and the version before stays';
      await this.#client.call('approvals.answer', {
        approval: approval.id,
        answer: 'approved',
        meaning: 'approval',
        reason,
        password: compliance.password,
      });
      this.#terminal.say(`  ${this.#terminal.paint('green', 'Approved')} by ${compliance.name}: ${reason}.`);
    }
    this.#terminal.say();
  }

  async #signStatement(run: RunId): Promise<void> {
    const { operator } = this.#people;
    this.#title(`${operator.name} reads and signs the minimum-necessary statement`);
    const statement = await this.#client.call('runs.getStatement', { run });
    for (const column of statement.columns.slice(0, 4))
      this.#terminal.say(`  ${column.name.padEnd(20)} ${column.reason} (${column.by})`);
    this.#terminal.say(`  ... and ${statement.columns.length - 4} more columns, each with its reason.`);
    const signed = await this.#client.call('runs.signStatement', {
      run,
      password: operator.password,
      meaning: 'responsibility',
    });
    this.#terminal.say(`The run is ${signed.state}.`);
    if (signed.state !== 'finished') this.#fail('the run did not finish');
  }

  /** Redacted text leaves only where the redactor was measured on it; the first try says so. */
  async #measure(dataset: DatasetId, run: RunView): Promise<void> {
    const { operator } = this.#people;
    this.#title(`${operator.name} exports before the redactor was measured, and then measures it`);
    try {
      await this.#export(dataset, run.versions.after, false, join(this.#folder, 'unmeasured.csv'));
      this.#fail('redacted text left without a measuring');
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'denied') throw error;
      this.#terminal.say(this.#terminal.paint('red', error.message));
    }
    const { measured } = await this.#withProgress('measuring', () =>
      this.#client.call('phi.measure', { dataset }),
    );
    if (measured === undefined) return;
    for (const line of describeMeasured(measured)) this.#terminal.say(line);
  }

  async #tryRawExport(dataset: DatasetId): Promise<void> {
    this.#title(`${this.#people.operator.name} tries to export the raw table`);
    try {
      await this.#export(dataset, 1, true, join(this.#folder, 'raw.csv'));
      this.#fail('the raw table left the workspace');
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'denied') throw error;
      this.#terminal.say(this.#terminal.paint('red', error.message));
    }
  }

  /** The cleaned table, as its recipient gets it out of the encrypted file. */
  async #exportCleaned(dataset: DatasetId, run: RunView): Promise<string> {
    this.#title('The cleaned table leaves through the gate, encrypted');
    const written = await this.#export(dataset, run.versions.after, false, this.#cleaned);
    if (written?.passphrase === undefined) throw new Error('the cleaned table was not written');
    this.#terminal.say(
      `${written.rows.toLocaleString('en')} rows to ${written.file}, SHA-256 ${written.sha256}`,
    );
    sayProtection(this.#terminal, written);
    return openZipAes256(await readFile(written.file), written.passphrase).content.toString('utf8');
  }

  get #cleaned(): string {
    return join(this.#folder, 'cleaned.zip');
  }

  #export(dataset: DatasetId, version: number, raw: boolean, file: string) {
    return this.#client.withFile('save', file, () =>
      this.#client.call('datasets.exportTable', {
        dataset,
        version,
        raw,
        format: 'csv',
        purpose: 'readiness review, demo',
        recipient: 'the analytics team',
        protection: { kind: 'passphrase' },
      }),
    );
  }

  async #issueReport(run: RunId): Promise<{ pdf: string; folder: string; id: string }> {
    const { compliance } = this.#people;
    this.#title(`${compliance.name} issues the signed audit report`);
    await this.#signIn(compliance);
    const report = await this.#withProgress('report', () =>
      this.#client.call('reports.issue', { run, password: compliance.password, meaning: 'review' }),
    );
    const pdf = join(this.#folder, 'audit-report.pdf');
    await this.#client.withFile('save', pdf, () => this.#client.call('reports.save', { report: report.id }));
    this.#terminal.say(
      `${report.pages} pages, signed (PAdES B-B), journal up to entry ${report.throughSeq}: ${pdf}`,
    );
    return { pdf, folder: join(this.#folder, 'workspace/reports', report.id), id: report.id };
  }

  async #verify(report: { pdf: string; folder: string }): Promise<void> {
    this.#title('Verified: journal, run folder, report');
    for (const path of [join(this.#folder, 'workspace'), report.folder, report.pdf]) {
      const view = await this.#verifyPath(path);
      printVerdict(this.#terminal, view);
      if (!view.ok) this.#fail(`${view.subject} does not verify`);
    }
  }

  /** One bit of a copy of each is changed; the verifier has to name the place. */
  async #tamper(report: { pdf: string; folder: string }): Promise<void> {
    this.#title('One bit of a copy of each is flipped');
    const copies = join(this.#folder, 'tampered');
    await mkdir(copies);
    const workspace = join(this.#folder, 'workspace');
    const attacks = [
      { source: workspace, copy: 'workspace', inside: 'journal/epoch-0001.db' },
      { source: report.folder, copy: 'run-folder', inside: await largestFile(report.folder, 'reports') },
      { source: report.pdf, copy: 'audit-report.pdf', inside: undefined },
    ];
    for (const { source, copy, inside } of attacks) {
      const target = join(copies, copy);
      const changed = await flipOneByte(source, target, inside);
      const view = await this.#verifyPath(target);
      const named = view.lines.find(({ verdict }) => verdict === 'failed');
      const where = changed.slice(copies.length + 1);
      if (view.ok || named === undefined) this.#fail(`a flipped bit in ${where} was not found`);
      else
        this.#terminal.say(
          `  ${where}: ${this.#terminal.paint('red', 'NOT verified')}, ${named.what}: ${named.detail}`,
        );
    }
    await rm(copies, { recursive: true });
  }

  #verifyPath(path: string): Promise<VerifyView> {
    const { compliance } = this.#people;
    return verifyPath(path, {
      userFolder: this.#folder,
      workspaceFolder: join(this.#folder, 'workspace'),
      signIn: () => Promise.resolve({ person: compliance.name, password: compliance.password }),
      onProgress: () => undefined,
    });
  }

  async #score(run: RunView, cleaned: string): Promise<void> {
    this.#title('Against what the generator planted');
    const truth = await readTruth(join(resourcesFolder, 'samples/admissions.truth.json'));
    const columns = cleaned.slice(0, cleaned.indexOf('\n')).trim().split(',');
    const { identifiers, errors } = scoreRun(truth, run, columns);
    const leaked = truth.leakProbes.filter(({ value }) => cleaned.includes(value)).length;
    this.#terminal.say(
      `  ${identifiers.dealtWith} of ${identifiers.planted} identifier columns, ${errors.dealtWith} of ${errors.planted} errors, ` +
        `${leaked} of ${truth.leakProbes.length} planted identifier values in the cleaned table`,
    );
    for (const line of errors.missed) this.#terminal.say(this.#terminal.paint('dim', `  missed  ${line}`));
    if (leaked > 0) this.#fail('planted identifiers left with the cleaned table');
  }

  #sayWhere(report: { pdf: string; folder: string }): void {
    this.#title('Where everything lies');
    this.#terminal.say(`  workspace   ${join(this.#folder, 'workspace')}`);
    this.#terminal.say(`  people      ${join(this.#folder, 'people.txt')} (names and throw-away passwords)`);
    this.#terminal.say(`  cleaned     ${this.#cleaned} (its passphrase stands above)`);
    this.#terminal.say(`  run folder  ${report.folder}`);
    this.#terminal.say(`  report      ${report.pdf}`);
    this.#terminal.say(`  the window  npm start -- --user-data-dir=${this.#folder}`);
    this.#terminal.say(`  throw away  rm -r ${this.#folder}`);
    this.#terminal.result({ demo: this.#folder, ...report });
  }

  async #signIn(person: DemoPerson): Promise<void> {
    await this.#client.call('session.signIn', { person: person.name, password: person.password });
  }

  #withProgress<T>(what: string, act: () => Promise<T>): Promise<T> {
    return this.#client
      .listening((name, body) => {
        if (name !== 'task.progress') return;
        const { done, total, secondsLeft } = body as { done: number; total: number; secondsLeft?: number };
        this.#terminal.progress(`${bar(done, total, secondsLeft)}  ${what}`);
      }, act)
      .finally(() => {
        this.#terminal.progress(undefined);
      });
  }

  #title(text: string): void {
    this.#terminal.say();
    this.#terminal.say(this.#terminal.paint('bold', text));
  }

  #fail(what: string): void {
    this.#failures += 1;
    this.#terminal.note(`FAILED: ${what}.`);
  }
}
