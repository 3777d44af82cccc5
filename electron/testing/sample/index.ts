export { SAMPLE_UUID, sampleOf } from './sample.ts';
