export * from './define.ts';
export * from './views.ts';
export * from './contract.ts';
