import { cp, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resourcesFolder } from './cli/client.ts';
import { Composed } from './testing/composed.ts';
import type { Clipboard } from './verbs/index.ts';

// SEC-52: patients' data reaches the clipboard as the profile says, on record, and goes when the session ends.

const TEXT = 'Maren Holt\t4100003\t3,9';

class HeldText implements Clipboard {
  text = '';
  write(text: string): Promise<void> {
    this.text = text;
    return Promise.resolve();
  }
  read(): Promise<string> {
    return Promise.resolve(this.text);
  }
  clear(): Promise<void> {
    this.text = '';
    return Promise.resolve();
  }
}

describe.each(['closed', 'ask', 'open'] as const)('a profile that says %s', (rule) => {
  const clipboard = new HeldText();
  let composed: Composed;
  beforeAll(async () => {
    composed = await Composed.create();
    const resources = join(composed.folder, 'resources');
    await mkdir(resources);
    for (const name of await readdir(resourcesFolder))
      if (name === 'profiles')
        await cp(join(resourcesFolder, name), join(resources, name), { recursive: true });
      else await symlink(join(resourcesFolder, name), join(resources, name));
    if (rule !== 'closed') {
      const file = join(resources, 'profiles/hipaa.yaml');
      await writeFile(file, `${await readFile(file, 'utf8')}\nclipboard: ${rule}\n`);
    }
    await composed.restart({ clipboard, resourcesFolder: resources });
    await composed.signIn('Otto');
  });
  afterAll(() => composed.close());

  it('is obeyed, and nothing of what was copied is written down', async () => {
    clipboard.text = 'of another program';
    const bare = await composed.ask('clipboard.copy', { text: TEXT });
    const explained = await composed.ask('clipboard.copy', {
      text: TEXT,
      reason: 'for the chart of Maren Holt',
    });
    const expected = {
      closed: [{ ok: false, code: 'denied' }, { ok: false, code: 'denied' }, 'of another program'],
      ask: [{ ok: true, value: { copied: false } }, { ok: true, value: { copied: true } }, TEXT],
      open: [{ ok: true, value: { copied: true } }, { ok: true, value: { copied: true } }, TEXT],
    }[rule];
    expect([bare, explained, clipboard.text]).toMatchObject(expected);
    const entries = (await composed.entries({})).filter(({ kind }) => kind.startsWith('clipboard.'));
    const copied = { kind: 'clipboard.copied', phiAccessed: true };
    const characters = TEXT.length;
    expect(entries.map(({ kind, body, phiAccessed }) => ({ kind, body, phiAccessed }))).toMatchObject(
      {
        closed: [
          { kind: 'clipboard.refused', body: { characters } },
          { kind: 'clipboard.refused', body: { characters } },
        ],
        ask: [{ ...copied, body: { characters, reason: 'for the chart of [NAME]' } }],
        open: [
          { ...copied, body: { characters } },
          { ...copied, body: { characters, reason: 'for the chart of [NAME]' } },
        ],
      }[rule],
    );
    expect(JSON.stringify(entries)).not.toContain('Maren');
  });

  it('loses what was copied when the session ends, and nothing that others put there since', async () => {
    await composed.call('session.lock', {});
    await expect
      .poll(() => clipboard.text, { timeout: 20_000 })
      .toBe(rule === 'closed' ? 'of another program' : '');
    await composed.signIn('Otto');
    await composed.ask('clipboard.copy', { text: TEXT, reason: 'for a chart' });
    clipboard.text = 'of another program';
    await composed.call('session.lock', {});
    expect(clipboard.text).toBe('of another program');
  });

  it('lets nobody copy who holds no content, and no more than the clipboard is for', async () => {
    for (const name of ['Ada', 'Vera'] as const) {
      await composed.signIn(name);
      expect(await composed.ask('clipboard.copy', { text: TEXT })).toMatchObject({ code: 'not_allowed' });
    }
    await composed.signIn('Carla');
    for (const text of ['', 'x'.repeat(200_001)])
      expect(await composed.ask('clipboard.copy', { text, reason: 'for a chart' })).toMatchObject({
        code: 'invalid_input',
      });
  });
});

it('a program without a window has no clipboard', async () => {
  const composed = await Composed.create();
  try {
    await composed.signIn('Otto');
    expect(await composed.ask('clipboard.copy', { text: TEXT, reason: 'for a chart' })).toMatchObject({
      code: 'unsupported',
    });
  } finally {
    await composed.close();
  }
});
