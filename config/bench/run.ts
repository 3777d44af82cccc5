import { globSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { basename, join } from 'node:path';

/**
 * Every benchmark in turn, or those named: `npm run bench -- journal gate`. Each compares with a named
 * baseline of the same run; machines differ, ratios travel. Nothing here passes or fails.
 * The figures go to `out/bench.json` too.
 */
interface Row {
  readonly what: string;
  readonly value: number | string;
  readonly unit: string;
  readonly ratio?: number | undefined;
  /** Named in words, or as its own figure in the same unit. */
  readonly baseline?: string | number | undefined;
}

interface Benchmark {
  bench(): Promise<{ readonly name: string; readonly rows: readonly Row[] }>;
}

const folder = import.meta.dirname;
const names = globSync('*.bench.ts', { cwd: folder }).sort();
const wanted = process.argv.slice(2);
const chosen =
  wanted.length === 0 ? names : names.filter((name) => wanted.includes(basename(name, '.bench.ts')));
if (chosen.length < wanted.length) {
  say(`there are: ${names.map((name) => basename(name, '.bench.ts')).join(', ')}`);
  process.exit(2);
}

say(`${cpus().length} cores, load ${loadavg()[0]?.toFixed(1) ?? '?'}, Node ${process.version}`);
const results = [];
for (const name of chosen) {
  const { bench } = (await import(join(folder, name))) as Benchmark;
  const result = await bench();
  results.push({ ...result, load: loadavg()[0] });
  say(`\n${result.name}`);
  for (const { what, value, unit, ratio, baseline } of result.rows) {
    const figure = formatted(value);
    const against =
      ratio === undefined
        ? ''
        : `  ratio ${ratio.toFixed(2)}${baseline === undefined ? '' : ` to ${formatted(baseline)}`}`;
    say(`  ${what.padEnd(56)} ${figure.padStart(12)} ${unit}${against}`);
  }
}
await mkdir(join(folder, '../../out'), { recursive: true });
await writeFile(join(folder, '../../out/bench.json'), `${JSON.stringify(results, null, 2)}\n`);

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function formatted(value: number | string): string {
  return typeof value === 'number' ? value.toLocaleString('en', { maximumFractionDigits: 2 }) : value;
}
