import type { CallView, RunView } from '../../shared/ipc/index.ts';
import { bar, type Terminal } from './terminal.ts';

/** Prints a run as it grows: each step once, each call once it has ended or waits, then the state. */
export class RunPrinter {
  readonly #terminal: Terminal;
  readonly #steps = new Set<number>();
  readonly #calls = new Map<string, CallView['state']>();

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  /** Prints what is new in the view since the last time. */
  show(run: RunView): void {
    for (const call of run.callList) {
      if (this.#calls.get(call.id) === call.state || call.state === 'deciding' || call.state === 'running')
        continue;
      this.#stepLine(run, call.step);
      this.#calls.set(call.id, call.state);
      this.#terminal.say(this.#callLine(call));
    }
    const decided = run.findings.filter((finding) => finding.state !== 'open').length;
    this.#terminal.progress(
      run.state === 'running'
        ? `${bar(run.progress, 1, run.secondsLeft)}  ${decided} of ${run.findings.length} findings`
        : undefined,
    );
  }

  #stepLine(run: RunView, index: number): void {
    const step = run.steps.find((candidate) => candidate.index === index);
    if (step === undefined || this.#steps.has(index)) return;
    this.#steps.add(index);
    const { paint } = this.#terminal;
    this.#terminal.say();
    this.#terminal.say(
      `${paint('bold', `Step ${index + 1}  ${step.agent}`)}  ${paint('dim', step.description)}`,
    );
  }

  #callLine(call: CallView): string {
    const { paint } = this.#terminal;
    const finding = call.finding;
    const where =
      finding === undefined ? '' : `${finding.id} ${finding.kind} ${finding.column} (${finding.detail})`;
    const redactions = Object.values(call.change?.redactions ?? {}).reduce((sum, count) => sum + count, 0);
    const figures = [
      `${Math.round(call.tokensPerSecond)} tok/s`,
      ...(call.toolMs === undefined ? [] : [`${Math.round(call.toolMs)} ms`]),
      ...(redactions > 0 ? [`${redactions.toLocaleString('en')} redactions`] : []),
      ...(call.agreedWithUsual === false ? [`usual: ${call.usual ?? ''}`] : []),
    ].join(', ');
    return `  ${where.padEnd(58)} ${call.tool.padEnd(16)} ${this.#verdict(call)}  ${paint('dim', figures)}`;
  }

  #verdict(call: CallView): string {
    const { paint } = this.#terminal;
    const rule = call.refusal?.ruleId ?? call.decision?.ruleId ?? '';
    switch (call.state) {
      case 'denied':
        return paint('red', `denied ${rule}`);
      case 'waiting_for_approval':
        return paint('yellow', `asks ${rule}`);
      case 'failed':
        return paint('red', 'failed');
      case 'dropped':
        return paint('dim', 'not run');
      case 'deciding':
      case 'running':
      case 'done':
        return call.decision?.behaviour === 'ask'
          ? paint('green', `approved ${rule}`)
          : paint('green', `allowed ${rule}`);
    }
  }
}

/** The closing lines of a run: state, reason, what a person has to do next. */
export function describeEnd(run: RunView, workspaceHint: string): string[] {
  const lines = [
    `Run ${run.id}: ${run.state.replaceAll('_', ' ')}${run.endReason === undefined ? '' : ` (${run.endReason.replaceAll('_', ' ')})`}`,
    `${run.callList.length} calls, ${run.denials} denied, ${run.used.tokens} tokens, model agreed with the usual answer in ${run.agreedWithUsual} of ${run.decided} decisions (${run.backend}).`,
  ];
  const missing = run.artefacts.filter((artefact) => artefact.mandatory && artefact.state !== 'done');
  if (missing.length > 0)
    lines.push(`Still missing: ${missing.map((artefact) => artefact.kind.replaceAll('_', ' ')).join(', ')}.`);
  switch (run.state) {
    case 'waiting_for_approval':
      lines.push(
        `A call waits for an approval. Another person answers: swarm approvals list${workspaceHint}`,
      );
      break;
    case 'paused':
      lines.push(`The run was paused between two calls: swarm runs resume ${run.id}${workspaceHint}`);
      break;
    case 'awaiting_attestation':
      lines.push(
        `The minimum-necessary statement waits for a signature: swarm runs sign ${run.id}${workspaceHint}`,
      );
      break;
    case 'interrupted':
    case 'stopped':
      lines.push(`What was done so far is kept and recorded: swarm runs show ${run.id}${workspaceHint}`);
      break;
    case 'running':
    case 'finished':
      break;
  }
  return lines;
}
