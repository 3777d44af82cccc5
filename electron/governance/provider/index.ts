export { accountKey } from './account.ts';
export { admit, grantedRoles, type Admission } from './admission.ts';
export {
  ProviderSignIn,
  type Confirmation,
  type OpenProviderWindow,
  type ProviderWindowRequest,
} from './provider-sign-in.ts';
export { type ConfirmedAccount, type PageRequest, type SignInMethods } from './protocol.ts';
