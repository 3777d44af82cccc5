export * from './entry.ts';
export * from './events.ts';
export * from './port.ts';
