import type { CallId } from '../../../shared/domain/index.ts';
import { EVENTS, type Entry, type EventKind } from '../../../shared/formats/index.ts';
import type { CallView } from '../../../shared/ipc/index.ts';

type Draft = { -readonly [K in keyof CallView]: CallView[K] };
type Take = (entry: Entry, call: Draft) => void;

/** Entries that people look up for a call: decision, denial, approval, intent, outcome. */
const cite: Take = (entry, call) => {
  call.entries = [...call.entries, entry.seq];
};

const TAKES: Partial<Record<EventKind, Take>> = {
  'model.call': (entry, call) => {
    if (entry.phase === 'intent') {
      const body = EVENTS['model.call'].intent.parse(entry.body);
      call.step = body.step;
      call.turn = body.turn;
      return;
    }
    const body = EVENTS['model.call'].outcome.parse(entry.body);
    if (!body.ok) return;
    call.answerTokens = body.answerTokens;
    call.modelMs = body.ms;
    call.tokensPerSecond = body.ms > 0 ? (body.answerTokens * 1000) / body.ms : 0;
  },
  'tool.decided': (entry, call) => {
    cite(entry, call);
    const body = EVENTS['tool.decided'].event.parse(entry.body);
    call.tool = body.tool;
    call.args = body.args ?? {};
    call.why = body.why ?? '';
    call.finding = body.finding;
    call.usual = body.usual;
    call.decision = body.decision;
  },
  'tool.denied': (entry, call) => {
    cite(entry, call);
    const { stage, ruleId, reason } = EVENTS['tool.denied'].event.parse(entry.body);
    call.state = 'denied';
    call.refusal = { stage, ruleId, reason };
  },
  'approval.requested': (entry, call) => {
    cite(entry, call);
    call.approval = EVENTS['approval.requested'].event.parse(entry.body).approval;
    call.state = 'waiting_for_approval';
  },
  'approval.answered': (entry, call) => {
    cite(entry, call);
    call.state = 'deciding';
  },
  'approval.voided': (entry, call) => {
    cite(entry, call);
    call.state = 'deciding';
  },
  'tool.call': (entry, call) => {
    cite(entry, call);
    if (entry.phase === 'intent') {
      call.state = 'running';
      return;
    }
    const body = EVENTS['tool.call'].outcome.parse(entry.body);
    if (!body.ok) {
      call.state = 'failed';
      const reason = 'message' in body ? body.message : body.unknown;
      call.refusal = { stage: 'tool', ruleId: body.code, reason };
      return;
    }
    call.state = 'done';
    call.change = body.change;
    call.redactions = body.redactions;
    call.toolMs = body.ms;
    call.gateMs = body.gateMs;
    call.agreedWithUsual = body.agreedWithUsual;
  },
};

/** Puts the calls of a run together from its entries, one entry at a time. */
export class CallBuilder {
  readonly #calls = new Map<CallId, Draft>();
  #llmCalls = 0;
  #toolCalls = 0;
  #tokens = 0;

  take(entry: Entry): void {
    const { call: id, kind } = entry;
    const take = TAKES[kind];
    if (id === undefined || take === undefined) return;
    this.#count(entry);
    const call = this.#calls.get(id) ?? blank(id, entry.agent ?? '');
    take(entry, call);
    this.#calls.set(id, call);
  }

  /** In the order in which they came. */
  list(): CallView[] {
    return [...this.#calls.values()];
  }

  used(): { readonly llmCalls: number; readonly toolCalls: number; readonly tokens: number } {
    return { llmCalls: this.#llmCalls, toolCalls: this.#toolCalls, tokens: this.#tokens };
  }

  #count({ kind, phase, body }: Entry): void {
    if (kind === 'model.call' && phase === 'intent') {
      this.#llmCalls += 1;
      this.#tokens += EVENTS['model.call'].intent.parse(body).promptTokens;
    } else if (kind === 'model.call') {
      const outcome = EVENTS['model.call'].outcome.parse(body);
      if (outcome.ok) this.#tokens += outcome.answerTokens;
    } else if (kind === 'tool.decided') {
      if (EVENTS['tool.decided'].event.parse(body).tool !== 'finish') this.#toolCalls += 1;
    }
  }
}

function blank(id: CallId, agent: string): Draft {
  return {
    id,
    step: 0,
    agent,
    turn: 0,
    state: 'deciding',
    tool: '',
    args: {},
    why: '',
    redactions: {},
    modelMs: 0,
    answerTokens: 0,
    tokensPerSecond: 0,
    entries: [],
  };
}
