import { CommanderError } from 'commander';
import { Problem } from '../../shared/domain/index.ts';
import { createProgram } from './program.ts';
import { describeProblem, exitCodeOf, outliveReaders } from './terminal.ts';

/** The command line: the same verbs as the window. Exit 0 fine, 1 a check failed, 2 usage or input, 3 waits. */
outliveReaders();
try {
  await createProgram().parseAsync();
} catch (error) {
  process.exitCode = report(error);
}

/** Writes one plain sentence on standard error. @returns the exit code */
function report(error: unknown): number {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return 0;
    if (error.code === 'commander.help')
      process.stderr.write('Say what to do: swarm --help lists the commands.\n');
    else
      process.stderr.write(
        `${describeProblem({ message: error.message.replace(/^error: /, ''), hint: 'See swarm --help.' })}\n`,
      );
    return 2;
  }
  if (error instanceof Problem) {
    process.stderr.write(`${describeProblem(error)}\n`);
    return exitCodeOf(error.code);
  }
  process.stderr.write(
    'An unexpected fault stopped this. Nothing was lost; please report it with the time.\n',
  );
  return 1;
}
