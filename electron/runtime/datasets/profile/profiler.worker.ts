import { serve, workerParent } from '../../../core/index.ts';
import { profilerMethods } from './profiler-methods.ts';

// A second thread that profiles columns of a large import; it is given clear cells, and no key.
serve(workerParent(), profilerMethods());
