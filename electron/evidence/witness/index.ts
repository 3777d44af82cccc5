export {
  judgeRequest,
  openOwn,
  openReturned,
  readRequest,
  type Judged,
  type LastSigned,
  type TakenIn,
} from './judge.ts';
export { witnessSigner, type WitnessSigner } from './signer.ts';
