import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { canonicalJson, READABLE_RUN_STATES, RUN_STATE_FORMAT } from '../../../shared/formats/index.ts';
import { parseStored } from './stored.ts';

const folder = new URL('./testing/stored/', import.meta.url);
const read = (name: string) => readFile(new URL(name, folder), 'utf8');

describe('the stored state of a run', () => {
  it('of every released version can be read, and means the same', async () => {
    for (const version of READABLE_RUN_STATES) {
      const text = await read(`v${version}.json`);
      expect(canonicalJson(parseStored(text))).toBe(canonicalJson(JSON.parse(text)));
    }
    expect(READABLE_RUN_STATES).toContain(RUN_STATE_FORMAT);
  });

  it('is refused where it is cut, newer, of a wrong shape or holds more than it may', async () => {
    const good = JSON.parse(await read('v1.json')) as Record<string, unknown>;
    const with_ = (change: object) => JSON.stringify({ ...good, ...change });
    const bad: [string, string][] = [
      [JSON.stringify(good).slice(0, -1), 'damaged'],
      ['null', 'damaged'],
      ['', 'damaged'],
      ['"v1"', 'damaged'],
      [with_({ v: 3 }), 'newer_format'],
      [with_({ v: '1' }), 'damaged'],
      [with_({ held: undefined }), 'damaged'],
      [with_({ run: 'x' }), 'damaged'],
      [with_({ version: 0 }), 'damaged'],
      [with_({ actor: { id: 'application', role: 'none' } }), 'damaged'],
      [with_({ more: true }), 'damaged'],
      [with_({ refusalsInRow: -1 }), 'damaged'],
      [with_({ conversation: { turns: [{ role: 'root', text: 'x' }], open: [] } }), 'damaged'],
    ];
    for (const [text, code] of bad)
      expect(() => parseStored(text)).toThrow(expect.objectContaining({ code }));
  });

  it('has a fixture for each version that was ever written, and no other', async () => {
    expect((await readdir(folder)).sort()).toEqual(READABLE_RUN_STATES.map((version) => `v${version}.json`));
  });
});
