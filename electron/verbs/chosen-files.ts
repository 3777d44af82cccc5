import { randomUUID } from 'node:crypto';
import { basename } from 'node:path';
import { Problem } from '../../shared/domain/index.ts';

/** Files a person chose in this session. Pages and callers hold a token, never a path. */
export class ChosenFiles {
  readonly #paths = new Map<string, string>();

  add(path: string): { token: string; file: string } {
    const token = randomUUID();
    this.#paths.set(token, path);
    return { token, file: basename(path) };
  }

  /** @throws Problem `not_found` */
  get(token: string): string {
    const path = this.#paths.get(token);
    if (path === undefined)
      throw new Problem('not_found', 'the chosen file is no longer known', 'Choose it again.');
    return path;
  }

  clear(): void {
    this.#paths.clear();
  }
}
