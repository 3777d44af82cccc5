import { Problem } from '../../../shared/domain/index.ts';

/** What the file system refused, in words; anything that is no refusal of a file system comes back as it is. */
export function fileProblem(error: unknown, folder: string): unknown {
  if (error instanceof Problem || !(error instanceof Error) || !('code' in error)) return error;
  switch (error.code) {
    case 'EACCES':
    case 'EPERM':
      return new Problem(
        'not_allowed',
        `the rights on \`${folder}\` or on a folder around it do not allow this`,
        'Name a folder of your own, or ask IT for the rights.',
      );
    case 'EROFS':
      return new Problem(
        'not_allowed',
        `\`${folder}\` is on a medium that cannot be written`,
        'Name a folder on another medium.',
      );
    case 'ENOSPC':
    case 'EDQUOT':
      return new Problem(
        'storage_full',
        `there is no room left for \`${folder}\``,
        'Make room and try again.',
      );
    case 'ENAMETOOLONG':
    case 'ELOOP':
    case 'EINVAL':
      return new Problem('invalid_input', `\`${folder}\` cannot be the name of a folder`, 'Name another.');
    default:
      return error;
  }
}
