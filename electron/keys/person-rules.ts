import { MIN_PASSWORD_LENGTH, Problem } from '../../shared/domain/index.ts';

/** Long enough for any phrase; the bound keeps a pasted file from being stretched. */
const MAX_PASSWORD_LENGTH = 256;

/** @throws Problem `invalid_input` */
export function checkName(name: string): void {
  if (name.trim() === '') throw new Problem('invalid_input', 'a person needs a name');
  if (/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(name))
    throw new Problem(
      'invalid_input',
      'a name holds characters that cannot be seen',
      'Type the name anew; it stands under every act and in every report.',
    );
}

/**
 * Refuses a password that is short, common, expected or without variety; the whole of it is compared
 * (NIST SP 800-63B-4, 3.1.1.2).
 *
 * @throws Problem `invalid_input`, which never quotes the password
 */
export async function checkPassword(password: string, name: string): Promise<void> {
  const refuse = (why: string, hint: string): never => {
    throw new Problem('invalid_input', `the password of \`${name.trim()}\` ${why}`, hint);
  };
  const plain = password.normalize('NFC');
  const length = Array.from(plain).length;
  if (length < MIN_PASSWORD_LENGTH)
    refuse('is too short', `Use at least ${MIN_PASSWORD_LENGTH} characters; four or five words do well.`);
  if (length > MAX_PASSWORD_LENGTH) refuse('is too long', `Use at most ${MAX_PASSWORD_LENGTH} characters.`);
  const bare = lettersAndDigits(plain);
  if (isPoor(bare)) refuse('repeats or counts', 'Use words that do not follow from each other.');
  if (isExpected(bare, name))
    refuse('follows from the name or the application', 'Use words that nobody would guess of you.');
  if (await isCommon(plain, bare))
    refuse('is one that many people use', 'Use words that nobody would guess of you.');
}

function lettersAndDigits(text: string): string {
  return text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
}

/** Few different characters, one piece over and over, or a run of neighbours such as `abcdef` or `987654`. */
function isPoor(bare: string): boolean {
  if (new Set(bare).size < 5) return true;
  for (let size = 1; size <= bare.length / 2; size += 1)
    if (bare.startsWith(bare.slice(size)) || isRepeated(bare, size)) return true;
  const steps = Array.from(bare)
    .slice(1)
    .map((each, i) => each.charCodeAt(0) - bare.charCodeAt(i));
  return steps.length > 0 && steps.filter((step) => Math.abs(step) === 1).length / steps.length > 0.8;
}

function isRepeated(bare: string, size: number): boolean {
  const piece = bare.slice(0, size);
  return bare === piece.repeat(Math.ceil(bare.length / size)).slice(0, bare.length);
}

/** Nothing is left but digits once the name's and the application's words are taken out. */
function isExpected(bare: string, name: string): boolean {
  const words = [...name.split(/[^\p{L}\p{N}]+/u), 'swarm', 'clinical', 'workspace', 'hospital'];
  let rest = bare;
  for (const word of words.map(lettersAndDigits).filter((each) => each.length > 2))
    rest = rest.replaceAll(word, '');
  return rest.replaceAll(/\d/g, '').length < 4;
}

async function isCommon(plain: string, bare: string): Promise<boolean> {
  const { dictionary } = await import('@zxcvbn-ts/language-common');
  const common = new Set<string | number>(dictionary['passwords-common']);
  const tail = bare.replace(/\d+$/, '');
  return [plain.toLowerCase(), bare, tail].some((each) => common.has(each));
}
