/**
 * Where a package begins. The launcher starts the same program twice where a provider is pinned (SEC-50): once
 * as the sign-in process, then as the application. Each has a guard of its own in front of its file, which
 * cannot be taken back; so it is told which one it is here, before either, where nothing else is loaded.
 */
const SIGN_IN_PROCESS = '--sign-in-process';

if (process.argv[1] === SIGN_IN_PROCESS) await import('./sign-in.main.ts');
else await import('./main.main.ts');
