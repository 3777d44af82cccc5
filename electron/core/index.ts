export * from './clock.ts';
export * from './here.ts';
export * from './hash.ts';
export * from './files.ts';
export * from './drop.ts';
export * from './rpc.ts';
export * from './processes.ts';
export * from './code-version.ts';
