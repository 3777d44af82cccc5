export * from './journal/index.ts';
export * from './content/index.ts';
export * from './verify/index.ts';
