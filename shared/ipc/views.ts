/** What screens and the command line are shown. Cells appear only in views that say so. */
export * from './approval-views.ts';
export * from './dataset-views.ts';
export * from './denial-views.ts';
export * from './journal-views.ts';
export * from './progress-views.ts';
export * from './run-views.ts';
export * from './session-views.ts';
export * from './verify-views.ts';
