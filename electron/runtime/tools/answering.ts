import { z } from 'zod';
import { dayNumber, Problem, readDate, SafeName } from '../../../shared/domain/index.ts';
import { TOOL_DESCRIPTIONS } from './descriptions.ts';
import type { ControlTool } from './tool.ts';

/**
 * A tool of the documented roles that answers from its arguments alone: it sees no table and no clock.
 */
export interface AnsweringTool extends ControlTool {
  /** @throws Problem `invalid_input` for arguments without an answer, `unsupported` where nothing can answer here. */
  answer(args: Readonly<Record<string, unknown>>): string;
}

const Expression = z
  .string()
  .min(1)
  .max(120)
  .regex(/^[-+*/() .\d]+$/, 'numbers, + - * / and brackets');
const CalculatorArguments = z.strictObject({ expression: Expression });

/** Four basic operations on decimal numbers, with brackets. */
export const calculator: AnsweringTool = {
  name: 'calculator',
  description: TOOL_DESCRIPTIONS.calculator,
  effect: 'read',
  args: CalculatorArguments,
  answer: (args) => {
    const value = new Calculation(CalculatorArguments.parse(args).expression).value();
    if (!Number.isFinite(value)) throw new Problem('invalid_input', 'the calculation has no finite result');
    return String(value);
  },
};

const CalendarArguments = z.strictObject({
  from: z.string().max(10),
  days: z.int().min(-40_000).max(40_000),
});

/** The date so many days after another. */
export const calendar: AnsweringTool = {
  name: 'calendar',
  description: TOOL_DESCRIPTIONS.calendar,
  effect: 'read',
  args: CalendarArguments,
  answer: (args) => {
    const { from, days } = CalendarArguments.parse(args);
    const date = readDate(from);
    if (date === undefined) throw new Problem('invalid_input', 'the first day does not read as a date');
    return new Date((dayNumber(date) + days) * 86_400_000).toISOString().slice(0, 10);
  },
};

/** Interactions would come from a licensed list, and none is installed here. */
export const drugInteractionCheck: AnsweringTool = {
  name: 'drug_interaction_check',
  description: TOOL_DESCRIPTIONS.drug_interaction_check,
  effect: 'read',
  args: z.strictObject({ drugs: z.array(z.string().min(1).max(80)).min(2).max(10) }),
  answer: () => {
    throw new Problem(
      'unsupported',
      'no list of drug interactions is installed',
      'Look it up in a source of your own.',
    );
  },
};

/** A report carries a person's signature, so no agent issues one. */
export const generatePdf: AnsweringTool = {
  name: 'generate_pdf',
  description: TOOL_DESCRIPTIONS.generate_pdf,
  effect: 'read',
  args: z.strictObject({ table: SafeName }),
  answer: () => {
    throw new Problem(
      'unsupported',
      'a report is issued and signed by a person',
      'Issue it from the page of the run.',
    );
  },
};

/** Recursive descent over one short line; depth is bounded by its length. */
class Calculation {
  readonly #tokens: readonly string[];
  #at = 0;

  constructor(text: string) {
    this.#tokens = text.match(/\d+\.?\d*|\.\d+|[-+*/()]|[^\s]/g) ?? [];
  }

  value(): number {
    const value = this.#sum();
    if (this.#at < this.#tokens.length) throw unreadable();
    return value;
  }

  #sum(): number {
    let value = this.#product();
    for (;;) {
      if (this.#take('+')) value += this.#product();
      else if (this.#take('-')) value -= this.#product();
      else return value;
    }
  }

  #product(): number {
    let value = this.#factor();
    for (;;) {
      if (this.#take('*')) value *= this.#factor();
      else if (this.#take('/')) value /= this.#factor();
      else return value;
    }
  }

  #factor(): number {
    if (this.#take('-')) return -this.#factor();
    if (this.#take('(')) {
      const value = this.#sum();
      if (!this.#take(')')) throw unreadable();
      return value;
    }
    const token = this.#tokens[this.#at++];
    if (token === undefined || !/^[\d.]+$/.test(token)) throw unreadable();
    return Number(token);
  }

  #take(token: string): boolean {
    if (this.#tokens[this.#at] !== token) return false;
    this.#at += 1;
    return true;
  }
}

function unreadable(): Problem {
  return new Problem('invalid_input', 'the calculation cannot be read');
}
