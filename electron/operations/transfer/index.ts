export { openZipAes256 } from './protect/open-zip.ts';
export {
  Transfers,
  type Brought,
  type OutgoingPlace,
  type OutRequest,
  type Sending,
  type Sent,
  type TransferPorts,
  type WantedProtection,
} from './transfers.ts';
