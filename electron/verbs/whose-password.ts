import { Problem } from '../../shared/domain/index.ts';

/**
 * Where two people type theirs, a wrong password says whose it is. Outside of what is recorded, which knows people
 * by their id.
 */
export async function sayingWhose<Result>(name: string, check: () => Promise<Result>): Promise<Result> {
  try {
    return await check();
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'wrong_password') throw error;
    throw new Problem(error.code, `${error.message}: that of \`${name}\``, error.hint);
  }
}
