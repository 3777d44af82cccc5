import { randomBytes } from 'node:crypto';
import { serve, systemClock, workerParent } from '../../core/index.ts';
import { findFindings, readTableFacts } from '../findings/index.ts';
import { createDocumentRedactor } from '../phi/index.ts';
import { TRANSFORM_TOOLS } from '../tools/index.ts';
import { datasetMethods } from './methods.ts';

// All reading, sealing, profiling and changing of tables happens in this thread, off the main loop.
serve(
  workerParent(),
  datasetMethods({
    clock: systemClock,
    randomBytes,
    createRedactor: createDocumentRedactor,
    tools: TRANSFORM_TOOLS,
    lookFor: async (source, run, signal) =>
      findFindings(source.table, source.columns, await readTableFacts(source, run, signal), run),
  }),
);
