export * from './canonical-json.ts';
export * from './journal/index.ts';
export * from './policy.ts';
export * from './agent.ts';
export * from './pipeline.ts';
export * from './profile.ts';
