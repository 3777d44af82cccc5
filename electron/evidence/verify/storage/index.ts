export { checkPages, PAGE_BYTES, PageCheck, type PagesReport } from './pages.ts';
export { readWalIndex, type WalIndex } from './wal-index.ts';
export { readWal, type WalReport } from './wal.ts';
