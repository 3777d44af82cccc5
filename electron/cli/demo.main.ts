import { Command } from 'commander';
import { Problem } from '../../shared/domain/index.ts';
import { typedPath } from './client.ts';
import { Demo } from './demo/demo.ts';
import { describeProblem, openTerminal } from './terminal.ts';

/** `npm run demo`: the main job on the command line, in a throw-away workspace. */
const program = new Command('demo')
  .description('The main job, end to end, in a throw-away workspace.')
  .option('--folder <folder>', 'where; a new temporary folder unless named')
  .option('--json', 'one JSON document on standard output');
const options = program.parse().opts<{ folder?: string; json?: boolean }>();

const began = performance.now();
const terminal = openTerminal(options.json === true);
try {
  const demo = await Demo.open(
    terminal,
    options.folder === undefined ? undefined : typedPath(options.folder),
  );
  process.exitCode = (await demo.run()) ? 0 : 1;
  terminal.say();
  terminal.say(`Done in ${((performance.now() - began) / 1000).toFixed(0)} s.`);
} catch (error) {
  terminal.note(error instanceof Problem ? describeProblem(error) : 'An unexpected fault stopped the demo.');
  process.exitCode = 1;
}
