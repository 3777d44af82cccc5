export { checkPages, PAGE_BYTES, PageCheck, type PagesReport } from './pages.ts';
export { readWal, type WalReport } from './wal.ts';
