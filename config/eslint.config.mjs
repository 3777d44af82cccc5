import tseslint from 'typescript-eslint';
import reactHooks from 'eslint-plugin-react-hooks';
import { BORDER, borderRules } from './lint/border.ts';
import { electronParts, networkRules } from './lint/network.ts';

const electronOnly = {
  name: 'electron',
  message: 'only *.main.ts and *.preload.ts may import electron',
};

export default tseslint.config(
  { ignores: ['out/**', 'dist/**', 'node_modules/**', '**/*.mjs', '**/*.cjs'] },
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        project: [
          './config/tsconfig.node.json',
          './config/tsconfig.preload.json',
          './config/tsconfig.renderer.json',
          './config/tsconfig.e2e.json',
        ],
        tsconfigRootDir: `${import.meta.dirname}/..`,
      },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'no-console': 'error',
      eqeqeq: 'error',
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx'] }],
      'no-restricted-imports': ['error', { paths: [electronOnly] }],
      'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true } }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unnecessary-condition': 'off',
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    files: ['{electron,shared,renderer}/**/*.{ts,tsx}'],
    ignores: ['**/*.test.{ts,tsx}', 'electron/core/guard/**'],
    rules: networkRules,
  },
  {
    files: ['electron/**/*.ts'],
    ignores: ['**/*.test.ts', 'electron/core/guard/**', 'electron/testing/**', ...BORDER],
    rules: borderRules,
  },
  {
    files: ['electron/**/*.main.ts', 'electron/**/*.preload.ts'],
    rules: { 'no-restricted-imports': ['error', { paths: [electronParts] }] },
  },
  { files: ['e2e/host/**/*.ts'], rules: { 'no-restricted-imports': 'off' } },
  { files: ['config/**/*.ts'], rules: { 'no-restricted-exports': 'off' } },
  { files: ['renderer/**/*.{ts,tsx}'], ...reactHooks.configs.flat['recommended-latest'] },
  {
    files: ['**/*.test.ts', '**/*.test.tsx', 'e2e/**/*.ts'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
    },
  },
);
