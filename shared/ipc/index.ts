export * from './define.ts';
export * from './views.ts';
export * from './denial-views.ts';
export * from './audit-views.ts';
export * from './contract.ts';
export * from './bridge.ts';
export * from './agent-views.ts';
export * from './approval-views.ts';
