import type { IdentifierClass } from '../../../../shared/domain/index.ts';
import { holdsPhrase } from './header-words.ts';

/** Header phrases that point to a class of identifiers, and words beside which they do not. */
export interface HeaderRule {
  readonly class: IdentifierClass;
  readonly phrases: readonly string[];
  readonly unless?: readonly string[];
}

const list = (text: string): string[] => text.split('|').map((phrase) => phrase.trim());

/** Things that have names of their own, which name nobody. */
const NAMED_THINGS = list(
  'drug|medication|med|test|lab|ward|unit|facility|hospital|department|dept|clinic|plan|payer|payor|procedure|diagnosis|dx|condition|product|brand|site|type|kind|specialty|speciality|class|category|status|group|organization|organisation|company|service|location|room|item|code|order|panel|file|column|table|field|variable|event|state|country|language|sexo|count|score|race|ethnicity|allergy|vaccine|device|system|unit|measure|generic|trade|component|analyte|observation|display|description|desc',
);

/**
 * In this order; the first rule whose phrase stands in a header, and whose cells look as they should, decides.
 * Written down from the headers of hospital extracts, of OMOP, FHIR and claims tables, in English, Spanish,
 * German and French.
 */
export const HEADER_RULES: readonly HeaderRule[] = [
  {
    class: 'EMAIL',
    phrases: list('email|e mail|mail|emailaddress|correo|correo electronico|courriel|mailadresse'),
    unless: list('mailing|type|opt|consent'),
  },
  {
    class: 'URL',
    phrases: list('url|uri|website|web site|web address|link|portal|homepage|web'),
    unless: list('type'),
  },
  { class: 'IP', phrases: list('ip|ipv4|ipv6|ip address|ipaddress|ip addr|client ip|host ip') },
  {
    class: 'SSN',
    phrases: list(
      'ssn|social security|social security number|social security no|socialsecuritynumber|soc sec|ss number|ss no|social|tin|itin|tax id|taxpayer id|national id|nss|dni|nif|nie|sozialversicherungsnummer|svnr|nir|numero de seguridad social',
    ),
    unless: list('history|worker|work|habits|hx'),
  },
  {
    class: 'FAX',
    phrases: list('fax|telefax|fax number|fax no|faxno|faxnumber'),
    unless: list('type'),
  },
  {
    class: 'PHONE',
    phrases: list(
      'phone|phones|telephone|tel|telno|phoneno|phonenumber|phone number|mobile|mobileno|cell|cellphone|cell phone|pager|beeper|contact number|contact no|contact phone|home phone|work phone|landline|telefono|movil|celular|telefon|handy|whatsapp|sms|callback|call back number',
    ),
    unless: list('type|count|line|lines|cells|white|red|blood'),
  },
  {
    class: 'DATE',
    phrases: list(
      'date|dates|datetime|date time|timestamp|time stamp|dob|d o b|birthdate|birth date|birthday|birth day|dateofbirth|date of birth|deathdate|death date|dod|date of death|admission date|admit date|admitdate|admittime|admit time|admission time|dischtime|discharge time|deathtime|charttime|chart time|storetime|intime|outtime|start|stop|end|begin|started|stopped|ended|onset|recorded|created|updated|modified|effective|issued|expires|expiry|expiration|service date|dos|date of service|visit date|appointment|appt|scheduled|collected|received|resulted|signed|dictated|performed|fecha|fecha de nacimiento|fnac|f nac|nacimiento|ingreso|alta|datum|geburtsdatum|gebdat|geburtstag|aufnahme|entlassung|naissance|date de naissance|dt|dttm|period|when',
    ),
    unless: list(
      'type|status|reason|by|score|days|day|duration|dose|code|flag|weekday|place|city|state|disposition',
    ),
  },
  {
    class: 'HEALTH_PLAN_ID',
    phrases: list(
      'health plan|healthplan|health plan id|plan id|plan number|plan no|member id|member number|member no|member|memberid|memberno|beneficiary|beneficiary id|bene id|desynpuf id|subscriber id|subscriber|subscriber number|subscriberid|insurance id|insurance number|insurance no|insuranceid|insured id|insurance card|policy number|policy no|policy id|policyno|policynumber|policyholder|policy holder|policy|group number|medicare id|medicare number|medicare no|medicaid id|medicaid number|medicaid no|mbi|hicn|hic|tarjeta sanitaria|numero de afiliado|cip|krankenversichertennummer|versichertennummer|kvnr|nhs number|nhs no|nhsno|medical card',
    ),
    unless: list('type|kind|status|name|category|since|months'),
  },
  {
    class: 'ACCOUNT',
    phrases: list(
      'account|accounts|acct|acctno|accountno|accountid|account number|account no|account id|acct no|acct number|acct num|hospital account|guarantor account|billing id|billing number|bill no|invoice|invoice no|invoice number|encounter id|encounterid|encounter number|encounter no|encounter|visit id|visitid|visit number|visit no|visit occurrence id|csn|har|fin|fin number|hadm id|stay id|icustay id|admission id|admission number|episode id|claim id|claim number|claim no|claimid|iban|bank account|routing number|card number|credit card|cuenta|konto|kontonummer|fallnummer|fallnr|numero de cuenta|financial number|contact serial number',
    ),
    unless: list('type|status|balance|amount|class|cost|total|reason|date|time|description'),
  },
  {
    class: 'MRN',
    phrases: list(
      'mrn|mrns|mrn no|mr number|mr no|medical record|medical record number|medical record no|medicalrecordnumber|medrec|med rec|med rec no|record number|record no|record id|chart|chart number|chart no|chartno|patient id|patientid|patient number|patient no|patientno|patient num|patient identifier|patient key|patient|pat id|patid|pat no|pat key|patient mrn|pt id|ptid|pt no|person id|personid|person number|person|subject id|subjectid|subject|subject no|hospital number|hospital no|hosp no|hospital id|pid|empi|mpi|enterprise id|epic id|unit number|nhc|historia clinica|numero de historia|nº historia|patientennummer|patientennr|patnr|ipp|case no|client id|participant|participant id|respondent|individual id',
    ),
    unless: list(
      'name|type|status|class|age|gender|sex|race|language|weight|height|education|count|instructions|reported|state|country|complaint|position|satisfaction|volume|days',
    ),
  },
  {
    class: 'LICENSE',
    phrases: list(
      'license|licence|license number|license no|licence number|licence no|lic no|drivers|driver|drivers license|driver license|driver s license|driving licence|dl|dl number|dl no|npi|npi number|provider npi|dea|dea number|dea no|certificate|certificate number|certificate no|cert no|birth certificate|death certificate|passport|passport number|passport no|passportno|pasaporte|visa number|state license|medical license|carnet|colegiado|fuhrerschein|reisepass|permis',
    ),
    unless: list('type|state|status|class'),
  },
  {
    class: 'VEHICLE',
    phrases: list(
      'vin|vehicle|vehicle id|vehicle identification|plate|plate number|license plate|licence plate|plate no|tag number|registration plate|car|auto tag|matricula|kennzeichen|immatriculation',
    ),
    unless: list('type|count|accident|class|make|model'),
  },
  {
    class: 'DEVICE',
    phrases: list(
      'device|device id|deviceid|device identifier|device serial|serial|serialno|serial number|serial no|serialnumber|udi|implant|implant id|implant serial|pacemaker|pacemaker id|mac|mac address|imei|lot|lot number|lot no|device number|equipment id|asset tag|meter id|sensor id|pump id',
    ),
    unless: list(
      'type|count|days|name|status|category|description|manufacturer|model|class|location|settings',
    ),
  },
  {
    class: 'BIOMETRIC',
    phrases: list(
      'fingerprint|finger print|fingerprint id|voiceprint|voice print|retina scan|iris|iris scan|biometric|biometric id|biometrics|face template|faceprint|palm print|dna profile|genome id',
    ),
    unless: list('color|colour'),
  },
  {
    class: 'PHOTO',
    phrases: list(
      'photo|photos|photograph|photo id|photo file|portrait|face image|headshot|picture|image file|avatar|foto|selfie',
    ),
    unless: list('type|photophobia|therapy|coagulation'),
  },
  {
    class: 'ZIP',
    phrases: list(
      'zip|zipcode|zip code|zip5|zip9|zip 4|postal|postal code|postalcode|postcode|post code|plz|postleitzahl|codigo postal|cp|code postal|zcta',
    ),
  },
  {
    class: 'ADDRESS',
    phrases: list(
      'address|addresses|addr|address line|addressline|addr line|address1|address2|address 1|address 2|street|street address|streetaddress|street name|house number|apartment|apt|home address|mailing address|city|town|county|precinct|village|residence|borough|neighborhood|neighbourhood|parish|municipality|suburb|district|geocode|geo code|latitude|longitude|lat|lon|lng|long|geo|geolocation|coordinates|gps|census tract|census block|tract|block group|fips|birthplace|birth place|place of birth|birth city|birthcity|hometown|home town|direccion|domicilio|calle|ciudad|municipio|localidad|poblacion|provincia|lugar de nacimiento|adresse|anschrift|strasse|ort|wohnort|geburtsort|rue|ville|commune|lieu de naissance|location address|school|workplace',
    ),
    unless: list('type|ip|email|mac|web|url|status|term|long term|stay|acting|status|county code type'),
  },
  {
    class: 'NAME',
    phrases: list(
      'name|names|surname|last|first|middle|lastname|last name|firstname|first name|middlename|middle name|middle initial|mi|forename|given|given name|givenname|family|family name|familyname|fname|lname|mname|first nm|last nm|maiden|maiden name|maidenname|mothers maiden name|nickname|alias|aka|preferred name|full name|fullname|patientname|patient name|patient|pt name|person name|member name|guarantor|guarantor name|insured name|subscriber name|next of kin|kin|nok|guardian|caregiver|spouse|husband|wife|mother|father|parent|sibling|partner|child|emergency contact|contact|contact name|contact person|relative|physician|doctor|dr|attending|attending physician|surgeon|provider|provider name|providername|nurse|clinician|practitioner|prescriber|prescribed by|ordered by|ordering provider|referring|referring provider|referred by|pcp|primary care|author|signed by|entered by|recorded by|reviewed by|dictated by|transcribed by|performed by|seen by|consultant|resident|therapist|midwife|anesthesiologist|radiologist|pathologist|technician|coordinator|interviewer|staff|employee|employer|employer name|signature|witness|initials|user|username|user name|login|nombre|apellido|apellidos|primer apellido|segundo apellido|paciente|medico|vorname|nachname|familienname|geburtsname|arzt|patientin|nom|prenom|nom de famille|medecin',
    ),
    unless: [
      ...NAMED_THINGS,
      ...list(
        'id|number|no|num|history|planning|visit|seen|contacted|contact score|relationship|relation|phone|time|date|dose|order|level|status|satisfaction|present|involved|consented|lives|support|care|language|education|size|height|weight|cancer|diabetes|hypertension|disease|hx|role|npi|gender|age|sex',
      ),
    ],
  },
  {
    class: 'OTHER_ID',
    phrases: list(
      'uuid|guid|accession|accession number|accession no|accessionno|accessionid|specimen|specimen id|specimen no|specimen number|sample id|sampleid|barcode|study id|studyid|study number|study no|order id|order no|order number|orderid|requisition|requisition no|prescription|prescription number|prescription no|rx number|rx no|rxno|report id|report number|document id|note id|noteid|message id|case id|caseid|case number|incident number|ticket|badge|badge id|employee id|employee number|employee no|staff id|user id|userid|provider id|providerid|confirmation|confirmation number|reference number|ref no|registry id|identifier|identifiers|id|ids|key|row id|rowid|uid|unique id|external id|source id|token|hash|digest|checksum|fingerprint hash|studyinstanceuid|series uid|sop uid|trial id|screening number|randomization number|enrollment id',
    ),
    unless: list('type|status|code|concept|reason|description|name|category|version|date|time|value'),
  },
];

/** Headers of ages; cells over 89 are identifiers, the rest may stay. */
const AGES = list(
  'age|ages|age years|age at|alter|edad|anchor age|age yrs|patient age|years old|age in years',
);

/** Headers of prose about a person. */
const PROSE = list(
  'note|notes|text|note text|notetext|comment|comments|remark|remarks|narrative|free text|freetext|history|hpi|impression|findings|assessment|plan|summary|report|report text|body|message|instructions|chief complaint|complaint|reason for visit|discharge summary|letter|observaciones|comentario|comentarios|notas|informe|bemerkung|anamnese|befund|verlauf|remarque|conclusion|conclusions|story|details|memo|transcript|dictation|answer|answers|response',
);

/** Headers of clinical, administrative and technical values that identify nobody. */
const HARMLESS = list(
  [
    'code|codes|description|desc|display|concept|vocabulary|system|value|values|result|results|unit|units|uom|range|reference range|flag|abnormal|interpretation|status|state|type|kind|class|category|group|gender|sex|race|ethnicity|ethnic|marital|marital status|religion|language|nationality|citizenship|country|region|veteran|occupation|education|prefix|suffix|title',
    'diagnosis|dx|icd|icd9|icd10|drg|cpt|hcpcs|ndc|loinc|snomed|rxnorm|atc|cvx|procedure|px|medication|medications|drug|dose|dosage|route|frequency|strength|form|sig|dispense|dispenses|refills|quantity|qty|days supply|allergy|allergies|reaction|severity|lab|labs|test|tests|panel|component|analyte|specimen type|body site|bodysite|modality|vaccine|immunization|symptom|condition|problem|reason|reasoncode|reasondescription|finding',
    'glucose|creatinine|hemoglobin|hgb|hct|sodium|potassium|chloride|calcium|magnesium|phosphate|lactate|wbc|rbc|plt|platelets|hba1c|a1c|bun|egfr|gfr|alt|ast|inr|pt|ptt|troponin|bnp|crp|esr|ldl|hdl|cholesterol|triglycerides|albumin|bilirubin|ph|pco2|po2|bicarbonate|bmi|weight|height|temperature|temp|pulse|hr|heart rate|rate|sbp|dbp|bp|pressure|spo2|oxygen|o2|resp|rr|pain|gcs|score|apgar|smoking|smoker|alcohol|drinks',
    'ward|service|department|dept|specialty|speciality|admission type|admit type|admit source|discharge disposition|disposition|los|length of stay|days|hours|minutes|duration|interval|readmit|readmission|mortality|died|expired flag|icu|acuity|triage|comorbidity|encounterclass|encounter class|visit type|payer|payor|insurance|insurer|plan type|coverage|payer coverage|cost|costs|charge|charges|price|payment|paid|billed|amount|balance|copay|deductible|income|revenue|expenses|total|base cost|totalcost|utilization|count|counts|number of|n|num|percent|pct|ratio|mean|median|min|max|sd|rows|cells|columns|changed|removed|lost|bytes|size|size bytes|hits|length|year|years|month|day|weekday|hour|index|seq|sequence|order|version|source|method|label|target|outcome|probability|prediction|fold|split|organization|organisation|facility|hospital|clinic|location|site|manufacturer|model',
  ].join('|'),
);

/** Words that turn the header before them into a number or code of the thing: `provider id`, `plan no`. */
const NUMBERED = list('id|ids|no|nr|num|number|identifier|key|uuid|code|pk|fk');

/** What a header says about its column. */
export interface HeaderMeaning {
  /** Classes it may mean, in the order of the rules. */
  readonly classes: readonly IdentifierClass[];
  readonly age: boolean;
  readonly prose: boolean;
  /** It speaks of values that identify nobody, and of no class of identifiers. */
  readonly harmless: boolean;
  /** It ends in a word such as `id` or `number`. */
  readonly numbered: boolean;
  /** Any of the above. */
  readonly known: boolean;
}

const MEANINGLESS: HeaderMeaning = {
  ...{ classes: [], age: false, prose: false, harmless: false, numbered: false, known: false },
};

/** @param words of the header, from `headerWords`; none where there is no header */
export function meaningOf(words: readonly string[]): HeaderMeaning {
  if (words.length === 0) return MEANINGLESS;
  const plain = words.map(unaccented);
  const forms = [plain, plain.map((word) => word.replace(/\d+$/, '')).filter((word) => word !== '')];
  const holds = (phrases: readonly string[]): boolean => forms.some((form) => holdsPhrase(form, phrases));
  const classes = HEADER_RULES.filter(
    (rule) => holds(rule.phrases) && !(rule.unless !== undefined && holds(rule.unless)),
  ).map((rule) => rule.class);
  const age = holds(AGES) && !holds(NOT_AGES);
  const prose = holds(PROSE);
  const numbered = NUMBERED.includes(plain.at(-1) ?? '') && plain.at(-1) !== 'code';
  const harmless = classes.length === 0 && !numbered && holds(HARMLESS);
  return {
    ...{ classes, age, prose, harmless, numbered },
    known: age || prose || harmless || classes.length > 0,
  };
}

const NOT_AGES = list('group|band|category|unit|units|bracket|bin|onset unit');

function unaccented(word: string): string {
  return word.normalize('NFD').replace(/\p{M}/gu, '');
}
