/**
 * Expected failures. Everything a person can cause or meet is one of these codes;
 * any other thrown value is a bug.
 */
export const PROBLEM_CODES = [
  'wrong_usage',
  'invalid_input',
  'not_found',
  'already_exists',
  'wrong_password',
  'purpose_needed',
  'confirm_needed',
  'code_needed',
  'witness_code_needed',
  'not_signed_in',
  'not_allowed',
  'denied',
  'waiting_for_approval',
  'changed',
  'damaged',
  'foreign_file',
  'newer_format',
  'in_use',
  'limit_reached',
  'cancelled',
  'storage_full',
  'process_ended',
  'unsupported',
  'check_failed',
  'internal',
] as const;

export type ProblemCode = (typeof PROBLEM_CODES)[number];

export interface ProblemDetail {
  readonly code: ProblemCode;
  /** What happened and where: lower case, no final stop, user input in backticks, never patient data. */
  readonly message: string;
  /** What to do next, as a sentence. */
  readonly hint?: string | undefined;
}

/** An expected failure on its way to the person who can do something about it. */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly hint: string | undefined;

  constructor(code: ProblemCode, message: string, hint?: string) {
    super(message);
    this.name = 'Problem';
    this.code = code;
    this.hint = hint;
  }

  /** The plain value that crosses process borders. */
  toDetail(): ProblemDetail {
    return { code: this.code, message: this.message, hint: this.hint };
  }

  static fromDetail(detail: ProblemDetail): Problem {
    return new Problem(detail.code, detail.message, detail.hint);
  }
}

/** Marks a branch that the type checker has proven unreachable. */
export function assertNever(value: never): never {
  throw new Error(`unexpected variant ${JSON.stringify(value)}`);
}
