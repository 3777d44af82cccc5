export * from './pages.ts';
export * from './wal.ts';
