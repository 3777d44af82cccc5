import { join } from 'node:path';
import type { PostureCheck } from '../shared/domain/index.ts';
import { systemClock } from './core/index.ts';
import { checkManifest } from './operations/index.ts';
import type { ApplicationSettings } from './verbs/index.ts';

/** Put in by the build; code that was not built has no list of files to be compared with. */
declare const MANIFEST_KEY: string | undefined;

type Finding = Omit<PostureCheck, 'id'>;

/** The verifier as one page, beside the folder that the program was built into or from. */
export function verifierPage(programFolder: string): string {
  const built = typeof MANIFEST_KEY !== 'undefined';
  return join(programFolder, built ? '..' : '../out', 'verifier', 'swarm-verifier.html');
}

/**
 * SEC-29: compares every shipped file with the signed list before anything of the workspace is opened.
 *
 * @param full read every file again, whatever was read before
 * @returns what the posture says of it
 * @throws Problem `damaged`, which names the file
 */
export async function requireShippedFiles(settings: ApplicationSettings, full = false): Promise<Finding> {
  if (typeof MANIFEST_KEY === 'undefined')
    return {
      grade: 'unknown',
      state: 'not_known',
      finding: 'This program was not built: no list names its files.',
    };
  const out = join(import.meta.dirname, '..');
  const { files } = await checkManifest({
    folders: {
      'out/electron': import.meta.dirname,
      'out/renderer': join(out, 'renderer'),
      'out/verifier': join(out, 'verifier'),
      resources: settings.resourcesFolder,
      node_modules: join(out, '../node_modules'),
    },
    manifestFile: join(out, 'manifest.json'),
    releaseKey: MANIFEST_KEY,
    cacheFile: join(settings.userFolder, 'manifest-seen.json'),
    nowMs: systemClock.wallMs(),
    full,
  });
  return MANIFEST_KEY === ''
    ? {
        grade: 'recorded',
        state: 'fine',
        finding: `All ${files} files are as they were built, here and not as a release.`,
      }
    : { grade: 'enforced', state: 'fine', finding: `All ${files} files carry the signature of the release.` };
}
