/** Names of nobody: given and family names of many languages, joined at random. */

export const GIVEN: readonly [string, ...string[]] = [
  ...(['Harriet', 'Desmond', 'Rosalind', 'Quentin', 'Winifred', 'Barnaby', 'Odette', 'Leopold'] as const),
  ...['Ximena', 'Joaquín', 'Soledad', 'Evaristo', 'Nayeli', 'Anselmo', 'Yaretzi', 'Baltasar'],
  ...['Thandiwe', 'Kwabena', 'Adaeze', 'Chukwuemeka', 'Wanjiru', 'Oluwaseun', 'Tesfaye', 'Makeda'],
  ...['Parvathi', 'Raghunath', 'Gurpreet', 'Jaswinder', 'Shanthi', 'Venkatesh', 'Farzana', 'Imtiaz'],
  ...['Xiaomei', 'Guoliang', 'Hyun-woo', 'Soo-jin', 'Haruka', 'Takumi', 'Thuy', 'Quang'],
  ...['Siosaia', 'Leilani', 'Malia', 'Tevita', 'Nizhoni', 'Takoda', 'Aiyana', 'Chayton'],
  ...['Zbigniew', 'Agnieszka', 'Miroslava', 'Bohdan', 'Ludmila', 'Vsevolod', 'Ilze', 'Arvydas'],
  ...['Noor', 'Abdulrahman', 'Shirin', 'Behzad', 'Yusra', 'Tariq', 'Avigail', 'Menachem'],
  ...['Sigrún', 'Torbjørn', 'Anneliese', 'Gottfried', 'Fiorella', 'Gaetano', 'Maëlle', 'Thibault'],
];

export const FAMILY: readonly [string, ...string[]] = [
  ...(['Fairweather', 'Hollingsworth', 'Thistlewood', 'Pemberton', 'Ashcombe', 'Ravenscroft'] as const),
  ...['Villaseñor', 'Zamudio', 'Echeverría', 'Monterrubio', 'Quiñones', 'Arredondo'],
  ...['Nwachukwu', 'Abubakar', 'Mwangi', 'Tshabalala', 'Gebremariam', 'Owusu-Ansah'],
  ...['Krishnamurthy', 'Chattopadhyay', 'Sidhu', 'Jayawardena', 'Bandyopadhyay', 'Qureshi'],
  ...['Zhang', 'Ouyang', 'Kwon', 'Takahashi', 'Nguyen', 'Phommachanh'],
  ...['Kealoha', 'Tuiasosopo', 'Begay', 'Yellowhair', 'Fonoti', 'Kamakawiwo'],
  ...['Wiśniewski', 'Kovalenko', 'Dragomirescu', 'Jankauskas', 'Horvat', 'Shevchenko'],
  ...['Al-Masri', 'Khorasani', 'El-Sayed', 'Rosenblatt', 'Hakimi', 'Ben-Yosef'],
  ...['Guðmundsdóttir', 'van der Meulen', "O'Shaughnessy", 'Bergström', 'Castellano', 'de la Fontaine'],
];

export const STREETS: readonly [string, ...string[]] = [
  ...(['Juniper Hollow Rd', 'Old Quarry Lane', 'Chestnut Ridge Drive'] as const),
  ...['Harborview Ave', 'W. Sycamore St.', 'Kestrel Court', 'Mill Pond Way', 'Prairie Rose Blvd'],
];

export const TOWNS: readonly [string, ...string[]] = [
  ...(['Lowell, MA', 'Duluth, MN', 'Yakima, WA', 'Macon, GA', 'Laredo, TX'] as const),
  ...['Bangor, ME', 'Casper, WY', 'Peoria, IL', 'Flagstaff, AZ'],
];
